package dev.cadenza.engine;

import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParse;
import org.camunda.bpm.engine.impl.bpmn.parser.BpmnParser;

/**
 * Parses a model after {@link ModelCheck} has found nothing in it. Every way into the engine passes here: a deployment
 * from the classpath, by the application or over REST, and a definition that is read from the database again.
 */
class CheckedParse extends BpmnParse {

    private final EngineBeans beans;

    CheckedParse(BpmnParser parser, EngineBeans beans) {
        super(parser);
        this.beans = beans;
    }

    @Override
    protected void parseRootElement() {
        new ModelCheck(beans, (message, element, owner) -> addError(message, element, owner)).check(rootElement);
        if (!hasErrors()) {
            super.parseRootElement();
        }
    }
}
