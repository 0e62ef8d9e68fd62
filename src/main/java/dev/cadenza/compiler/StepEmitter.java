package dev.cadenza.compiler;

import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.jspecify.annotations.Nullable;

/**
 * Emits the elements of each kind of step. What people wrote goes into names and documentation alone; the engine reads
 * the name of a user task as an expression, hence {@link NameRules} lets no expression into a name.
 */
final class StepEmitter implements Step.Visitor<Part> {

    private final Scope scope;
    private final Retries retries;
    private final WaitEmitter waits;
    private final PersonEmitter people;

    StepEmitter(Scope scope, Plan plan) {
        this.scope = scope;
        this.retries = new Retries(plan);
        this.waits = new WaitEmitter(scope, retries);
        this.people = new PersonEmitter(scope, retries);
    }

    @Override
    public Part send(Step.Send step) {
        return task(step, "sendStep",
                step.subject() == null ? step.channel() : step.channel() + ": " + step.subject());
    }

    @Override
    public Part review(Step.Review step) {
        return people.review(step);
    }

    @Override
    public Part pause(Step.Wait step) {
        return waits.pause(step);
    }

    @Override
    public Part waitUntil(Step.WaitUntil step) {
        return waits.until(step);
    }

    @Override
    public Part branch(Step.Branch step) {
        String ways = step.ways().stream().map(Step.Way::name).collect(Collectors.joining(", "));
        return parting(step, "branchStep", "The first of these that holds for the lead: " + ways + "; else otherwise");
    }

    @Override
    public Part split(Step.Split step) {
        String shares = step.shares().stream().map(share -> share.percent() + "% " + share.name())
                .collect(Collectors.joining(", "));
        return parting(step, "splitStep", "By chance, the same for a lead each time: " + shares);
    }

    private Part parting(Step step, String delegate, String documentation) {
        ServiceTask task = scope.service(step.id(), step.name(), delegate);
        scope.document(task, documentation);
        FlowNode gateway = scope.node(ExclusiveGateway.class, step.id() + ProcessTerms.GATEWAY, "Which way?");
        scope.next(task, gateway);
        return Part.parting(task, gateway);
    }

    @Override
    public Part waitUntilTime(Step.WaitUntilTime step) {
        return waits.untilTime(step);
    }

    @Override
    public Part waitFor(Step.WaitFor step) {
        return waits.waitFor(step);
    }

    @Override
    public Part updateLead(Step.UpdateLead step) {
        return task(step, "updateLeadStep", "Sets " + String.join(", ", step.set().keySet()));
    }

    @Override
    public Part score(Step.Score step) {
        return task(step, "scoreStep", (step.points() > 0 ? "+" : "") + step.points() + " points");
    }

    @Override
    public Part changeList(Step.ChangeList step) {
        return task(step, "listStep", step.add() ? "Puts the leads on a list" : "Takes the leads off a list");
    }

    @Override
    public Part startJourney(Step.StartJourney step) {
        return task(step, "startJourneyStep", step.kind() == Step.StartJourney.Target.CAMPAIGN
                ? "Enters the leads into a campaign" : "Enters the leads into a workflow");
    }

    private Part task(Step step, String delegate, String documentation) {
        ServiceTask task = scope.service(step.id(), step.name(), delegate);
        scope.async(task, retries.of(step));
        scope.document(task, documentation);
        return Part.of(task, task);
    }

    @Override
    public Part enrich(Step.Enrich step) {
        return external(step, ProcessTerms.ENRICH_TOPIC, "Asks " + step.source()
                + (step.overwrite() ? "; its answers replace what is known" : "; fills what is not known yet"));
    }

    @Override
    public Part callWebhook(Step.CallWebhook step) {
        return external(step, ProcessTerms.WEBHOOK_TOPIC, step.method() + " " + step.url());
    }

    /** Worked outside of the engine's transactions: the answer of somebody else can take long. */
    private Part external(Step step, String topic, String documentation) {
        ServiceTask task = scope.node(ServiceTask.class, step.id(), step.name());
        task.setCamundaType("external");
        task.setCamundaTopic(topic);
        scope.document(task, documentation);
        return Part.of(task, task);
    }

    @Override
    public Part humanTask(Step.HumanTask step) {
        return people.humanTask(step);
    }

    @Override
    public Part goal(Step.Goal step) {
        return end(step, "goalStep", step.event() == null ? "Reached by coming here"
                : "Reached by coming here, and from anywhere by \"" + step.event().kind().label() + "\"");
    }

    @Override
    public Part end(Step.End step) {
        return end(step, "endStep", null);
    }

    private Part end(Step step, String delegate, @Nullable String documentation) {
        EndEvent end = scope.node(EndEvent.class, step.id(), step.name());
        if (documentation != null) {
            scope.document(end, documentation);
        }
        scope.onStart(end, delegate);
        return Part.of(end, end);
    }
}
