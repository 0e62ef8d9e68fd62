package dev.cadenza.compiler;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Definitions;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;

/**
 * Second pass: a plan without faults becomes an executable process, still without a diagram. Where several flows meet
 * stands a merging gateway: what a reader of the drawing expects, and it costs a cohort nothing that counts.
 */
final class PlanEmitter {

    private static final String TARGET_NAMESPACE = "https://cadenza.dev/plans";
    /** How long the engine keeps the history of an instance. */
    private static final String HISTORY_TIME_TO_LIVE = "P180D";

    private final Plan plan;
    private final Scope scope;
    private final Map<String, Part> parts = new LinkedHashMap<>();
    /** What flows to a step lead to, where that is not the step's own first element. */
    private final Map<String, FlowNode> joins = new HashMap<>();

    private PlanEmitter(Plan plan, Scope scope) {
        this.plan = plan;
        this.scope = scope;
    }

    static BpmnModelInstance emit(Plan plan) {
        BpmnModelInstance model = Bpmn.createEmptyModel();
        Definitions definitions = model.newInstance(Definitions.class, "plan.definitions");
        definitions.setTargetNamespace(TARGET_NAMESPACE);
        definitions.setExporter("Cadenza");
        model.setDefinitions(definitions);
        Process process = model.newInstance(Process.class, plan.key());
        process.setName(plan.name());
        process.setExecutable(true);
        process.setCamundaHistoryTimeToLiveString(HISTORY_TIME_TO_LIVE);
        definitions.addChildElement(process);
        Scope scope = new Scope(model, process);
        new PlanEmitter(plan, scope).emitSteps();
        LeavingEmitter.emit(scope, definitions);
        return model;
    }

    private void emitSteps() {
        StartEvent start = scope.node(StartEvent.class, ProcessTerms.START, "Leads enrolled");
        StepEmitter emitter = new StepEmitter(scope, plan);
        Set<String> heads = Loops.heads(plan);
        plan.steps().forEach(step -> {
            join(step);
            if (heads.contains(step.id())) {
                guard(step);
            }
            parts.put(step.id(), step.accept(emitter));
        });
        scope.next(start, arrival(plan.start()));
        plan.steps().forEach(this::flows);
    }

    /** Makes the gateway in front of a step that several flows lead to. */
    private void join(Step step) {
        int arrivals = plan.start().equals(step.id()) ? 1 : 0;
        for (Step other : plan.steps()) {
            for (Exit exit : Exit.of(other)) {
                if (step.id().equals(exit.to())) {
                    // what is waited for may have happened before, or happen then
                    arrivals += other instanceof Step.WaitFor && ProcessTerms.HAPPENED.equals(exit.way()) ? 2 : 1;
                }
            }
        }
        if (arrivals > 1) {
            joins.put(step.id(), scope.node(ExclusiveGateway.class, step.id() + ProcessTerms.JOIN, null));
        }
    }

    /** Counts how often leads come by; a loop's first step has a join, since a flow leads into the loop. */
    private void guard(Step step) {
        ServiceTask guard = scope.service(step.id() + ProcessTerms.GUARD, "Count rounds", "loopGuard");
        scope.async(guard, Scope.USUAL_RETRIES);
        scope.document(guard, "Who comes by more than " + plan.visits() + " times leaves");
        scope.next(Objects.requireNonNull(joins.get(step.id())), guard);
    }

    private FlowNode arrival(String stepId) {
        return Objects.requireNonNullElseGet(joins.get(stepId), () -> part(stepId).entry());
    }

    private Part part(String stepId) {
        return Objects.requireNonNull(parts.get(stepId));
    }

    private void flows(Step step) {
        Part part = part(step.id());
        FlowNode join = joins.get(step.id());
        FlowNode guard = scope.model().getModelElementById(step.id() + ProcessTerms.GUARD);
        if (join != null) {
            scope.next(guard == null ? join : guard, part.entry());
        }
        for (Exit exit : Exit.of(step)) {
            FlowNode target = arrival(Objects.requireNonNull(exit.to()));
            for (Part.Out out : part.outs()) {
                if (out.carries(exit) && out.conditional()) {
                    way(exit, (ExclusiveGateway) out.from(), target);
                } else if (out.carries(exit)) {
                    scope.next(out.from(), target);
                }
            }
        }
    }

    private void way(Exit exit, ExclusiveGateway gateway, FlowNode target) {
        SequenceFlow flow = scope.flow(gateway.getId() + "." + exit.way(), gateway, target);
        flow.setName(exit.name());
        if (exit.otherwise()) {
            gateway.setDefault(flow);
        } else {
            scope.condition(flow, ProcessTerms.WAY + " == '" + exit.way() + "'");
        }
    }
}
