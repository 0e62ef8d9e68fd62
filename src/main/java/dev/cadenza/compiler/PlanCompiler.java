package dev.cadenza.compiler;

import java.util.List;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;

/** Compiles plans to BPMN 2.0 for Camunda 7, in passes: check, emit, lay out, write. */
public final class PlanCompiler {

    private PlanCompiler() {
    }

    /** @throws PlanInvalid for a plan with faults, with all of them */
    public static CompiledPlan compile(Plan plan) {
        List<Diagnostic> faults = PlanCheck.check(plan);
        if (!faults.isEmpty()) {
            throw new PlanInvalid(faults);
        }
        BpmnModelInstance model = PlanEmitter.emit(plan);
        Diagram.draw(model, plan.places());
        return new CompiledPlan(plan.key(), Bpmn.convertToString(model));
    }
}
