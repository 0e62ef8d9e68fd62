package dev.cadenza.compiler;

import java.time.Duration;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BpmnModelElementInstance;
import org.camunda.bpm.model.bpmn.instance.ConditionExpression;
import org.camunda.bpm.model.bpmn.instance.Documentation;
import org.camunda.bpm.model.bpmn.instance.ExtensionElements;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaExecutionListener;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaFailedJobRetryTimeCycle;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/**
 * A process or subprocess that elements are written into. The model API gives a random id to whatever has none, so
 * each element gets its id here. Ids of flows and other parts hold a dot, which no id of a step does.
 */
record Scope(BpmnModelInstance model, ModelElementInstance container) {

    /** Longer than any outage that mends itself, short enough that a person hears of the others. */
    static final Plan.Retry USUAL_RETRIES = new Plan.Retry(4, Duration.ofMinutes(1));

    <T extends BpmnModelElementInstance> T create(Class<T> type, String id) {
        return model.newInstance(type, id);
    }

    <T extends FlowNode> T node(Class<T> type, String id, @Nullable String name) {
        T node = create(type, id);
        if (name != null) {
            node.setName(name);
        }
        container.addChildElement(node);
        return node;
    }

    ServiceTask service(String id, String name, String delegate) {
        ServiceTask task = node(ServiceTask.class, id, name);
        task.setCamundaDelegateExpression("${" + delegate + "}");
        return task;
    }

    /** Runs the task in a job of its own, so that its failure neither undoes nor repeats what came before it. */
    void async(Activity task, Plan.Retry retry) {
        task.setCamundaAsyncBefore(true);
        task.setCamundaExclusive(false);
        retry(task, retry);
    }

    /** Says how often the job of this node is tried again; the engine counts the first try too. */
    void retry(FlowNode node, Plan.Retry retry) {
        CamundaFailedJobRetryTimeCycle cycle = model.newInstance(CamundaFailedJobRetryTimeCycle.class);
        cycle.setTextContent("R" + (retry.times() + 1) + "/" + retry.every());
        extensions(node).addChildElement(cycle);
    }

    /** A message, which all events that wait for it share. */
    Message message(String id, String name) {
        if (model.getModelElementById(id) instanceof Message known) {
            return known;
        }
        Message message = create(Message.class, id);
        message.setName(name);
        model.getDefinitions().addChildElement(message);
        return message;
    }

    void onStart(FlowNode node, String delegate) {
        listener(node, "start", delegate);
    }

    void onEnd(FlowNode node, String delegate) {
        listener(node, "end", delegate);
    }

    private void listener(FlowNode node, String event, String delegate) {
        CamundaExecutionListener listener = model.newInstance(CamundaExecutionListener.class);
        listener.setCamundaEvent(event);
        listener.setCamundaDelegateExpression("${" + delegate + "}");
        extensions(node).addChildElement(listener);
    }

    SequenceFlow flow(String id, FlowNode from, FlowNode to) {
        SequenceFlow flow = create(SequenceFlow.class, id);
        container.addChildElement(flow);
        flow.setSource(from);
        flow.setTarget(to);
        from.getOutgoing().add(flow);
        to.getIncoming().add(flow);
        return flow;
    }

    /** The only flow out of {@code from}. */
    SequenceFlow next(FlowNode from, FlowNode to) {
        return flow(from.getId() + ".next", from, to);
    }

    void condition(SequenceFlow flow, String expression) {
        ConditionExpression condition = create(ConditionExpression.class, flow.getId() + ".condition");
        condition.setTextContent("${" + expression + "}");
        flow.setConditionExpression(condition);
    }

    void document(BaseElement element, String text) {
        Documentation documentation = create(Documentation.class, element.getId() + ".doc");
        documentation.setTextContent(text);
        element.getDocumentations().add(documentation);
    }

    ExtensionElements extensions(BaseElement element) {
        if (element.getExtensionElements() == null) {
            element.setExtensionElements(model.newInstance(ExtensionElements.class));
        }
        return element.getExtensionElements();
    }
}
