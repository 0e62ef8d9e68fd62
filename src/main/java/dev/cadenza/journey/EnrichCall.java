package dev.cadenza.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.compiler.Step;
import dev.cadenza.enrichment.EnrichmentFailed;
import dev.cadenza.enrichment.Enrichments;
import org.springframework.stereotype.Component;

/** Asks a source of enrichment. That it knows nothing is an answer too: {@code found} says so. */
@Component
class EnrichCall implements StepCall {

    private final Enrichments enrichments;

    EnrichCall(Enrichments enrichments) {
        this.enrichments = enrichments;
    }

    @Override
    public boolean answers(Step step) {
        return step instanceof Step.Enrich;
    }

    @Override
    public Answer ask(Question question) throws CallFailed {
        Step.Enrich step = (Step.Enrich) question.step();
        try {
            Enrichments.Answer answer = enrichments.enrich(question.leadId(), step.source(), step.overwrite());
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            JsonNode told = StorableJson.of(answer.answer());
            if (told instanceof ObjectNode object) {
                body.setAll(object);
            }
            body.put("found", answer.found());
            return new Answer(body, answer.found() ? "found" : "nothing is known");
        } catch (EnrichmentFailed failed) {
            throw new CallFailed(String.valueOf(failed.getMessage()), failed.again(), failed.retryAfter());
        }
    }
}
