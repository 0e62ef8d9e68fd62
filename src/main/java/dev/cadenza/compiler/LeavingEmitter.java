package dev.cadenza.compiler;

import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Definitions;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.Escalation;
import org.camunda.bpm.model.bpmn.instance.EscalationEventDefinition;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.Message;
import org.camunda.bpm.model.bpmn.instance.MessageEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;

/**
 * Emits how leads leave before the end, in two event subprocesses on the whole process. The first notes who left and
 * does not interrupt; when nobody is left it escalates to the second, which interrupts, so that the instance ends as
 * completed with a single message subscription.
 */
final class LeavingEmitter {

    private final Scope process;
    private final Definitions definitions;
    private final Escalation cohortEmpty;

    private LeavingEmitter(Scope process, Definitions definitions) {
        this.process = process;
        this.definitions = definitions;
        this.cohortEmpty = process.model().newInstance(Escalation.class, "empty.escalation");
        cohortEmpty.setName("Nobody left");
        cohortEmpty.setEscalationCode(ProcessTerms.COHORT_EMPTY_CODE);
        definitions.addChildElement(cohortEmpty);
    }

    static void emit(Scope process, Definitions definitions) {
        LeavingEmitter emitter = new LeavingEmitter(process, definitions);
        emitter.left();
        emitter.empty();
    }

    private void left() {
        Scope scope = eventSubProcess("left", "Leads leave");
        StartEvent start = scope.node(StartEvent.class, "left-message", "Lead left");
        start.setInterrupting(false);
        start.getEventDefinitions().add(message());
        ServiceTask note = scope.service("left-note", "Note who left", "leadsLeft");
        ExclusiveGateway check = scope.node(ExclusiveGateway.class, "left-check", "Anybody still here?");
        EndEvent goesOn = scope.node(EndEvent.class, "left-done", "Journey goes on");
        EndEvent nobody = scope.node(EndEvent.class, "left-nobody", "Nobody left");
        escalation(nobody);
        scope.next(start, note);
        scope.next(note, check);
        SequenceFlow yes = scope.flow("left-check.yes", check, goesOn);
        yes.setName("Yes");
        check.setDefault(yes);
        SequenceFlow no = scope.flow("left-check.no", check, nobody);
        no.setName("No");
        scope.condition(no, ProcessTerms.COHORT_EMPTY);
    }

    private void empty() {
        Scope scope = eventSubProcess("empty", "Cohort is empty");
        StartEvent start = scope.node(StartEvent.class, "empty-start", "Nobody left");
        start.setInterrupting(true);
        escalation(start);
        scope.next(start, scope.node(EndEvent.class, "empty-end", "Journey over"));
    }

    private Scope eventSubProcess(String id, String name) {
        SubProcess subProcess = process.node(SubProcess.class, id, name);
        subProcess.setTriggeredByEvent(true);
        return new Scope(process.model(), subProcess);
    }

    private MessageEventDefinition message() {
        BpmnModelInstance model = process.model();
        Message message = model.newInstance(Message.class, "left.message");
        message.setName(ProcessTerms.LEAD_LEFT);
        definitions.addChildElement(message);
        MessageEventDefinition definition = process.create(MessageEventDefinition.class, "left-message.event");
        definition.setMessage(message);
        return definition;
    }

    private void escalation(Event event) {
        EscalationEventDefinition definition =
                process.create(EscalationEventDefinition.class, event.getId() + ".event");
        definition.setEscalation(cohortEmpty);
        if (event instanceof EndEvent end) {
            end.getEventDefinitions().add(definition);
        } else if (event instanceof StartEvent start) {
            start.getEventDefinitions().add(definition);
        }
    }
}
