package dev.cadenza.compiler;

import dev.cadenza.compiler.PlanEmitter.Part;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.TimeDate;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;

/**
 * Emits the elements of each kind of step. What people wrote goes into names and documentation alone; the engine reads
 * the name and documentation of a user task as an expression, hence {@link NameRules} lets no expression into a name.
 */
final class StepEmitter implements Step.Visitor<Part> {

    private static final DateTimeFormatter POINT_IN_TIME =
            DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm 'UTC'", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private final Scope scope;
    private final Map<String, Step> steps;

    StepEmitter(Scope scope, Map<String, Step> steps) {
        this.scope = scope;
        this.steps = steps;
    }

    @Override
    public Part send(Step.Send step) {
        ServiceTask task = scope.service(step.id(), step.name(), "sendStep");
        scope.async(task);
        scope.document(task, step.subject() == null ? step.channel() : step.channel() + ": " + step.subject());
        return new Part(task, task);
    }

    @Override
    public Part review(Step.Review step) {
        String sends = Objects.requireNonNull(steps.get(step.sends())).name();
        ServiceTask drafts = scope.service(ProcessTerms.entry(step), "Write drafts: " + sends, "writeDraftsStep");
        scope.async(drafts);
        UserTask task = scope.node(UserTask.class, step.id(), step.name());
        task.setCamundaCandidateGroups(ProcessTerms.REVIEWERS);
        task.setCamundaFormKey("embedded:/forms/review-drafts.html");
        scope.document(task, "A person approves, edits or rejects each draft of \"" + sends + "\". "
                + (step.rejectedLeave() ? "Whose draft is rejected leaves." : "Whose draft is rejected skips it."));
        CamundaTaskListener listener = scope.model().newInstance(CamundaTaskListener.class);
        listener.setCamundaEvent("complete");
        listener.setCamundaDelegateExpression("${reviewConcluded}");
        scope.extensions(task).addChildElement(listener);
        scope.next(drafts, task);
        return new Part(drafts, task);
    }

    @Override
    public Part pause(Step.Wait step) {
        IntermediateCatchEvent event = timer(step, "${" + ProcessTerms.DUE_AT + "}");
        scope.document(event, DurationWords.of(step.duration()) + " after the previous message");
        scope.onEnd(event, "waitOver");
        return new Part(event, event);
    }

    @Override
    public Part waitUntil(Step.WaitUntil step) {
        IntermediateCatchEvent event = timer(step, step.until().toString());
        scope.document(event, "Until " + POINT_IN_TIME.format(step.until()));
        return new Part(event, event);
    }

    private IntermediateCatchEvent timer(Step step, String date) {
        IntermediateCatchEvent event = scope.node(IntermediateCatchEvent.class, step.id(), step.name());
        scope.retry(event);
        TimerEventDefinition timer = scope.create(TimerEventDefinition.class, step.id() + ".timer");
        TimeDate timeDate = scope.create(TimeDate.class, step.id() + ".date");
        timeDate.setTextContent(date);
        timer.setTimeDate(timeDate);
        event.getEventDefinitions().add(timer);
        return event;
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
        return new Part(task, gateway);
    }

    @Override
    public Part waitUntilTime(Step.WaitUntilTime step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part waitFor(Step.WaitFor step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part updateLead(Step.UpdateLead step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part score(Step.Score step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part changeList(Step.ChangeList step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part enrich(Step.Enrich step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part callWebhook(Step.CallWebhook step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part humanTask(Step.HumanTask step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part startJourney(Step.StartJourney step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part goal(Step.Goal step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Part end(Step.End step) {
        EndEvent end = scope.node(EndEvent.class, step.id(), step.name());
        scope.onStart(end, "endStep");
        return new Part(end, end);
    }
}
