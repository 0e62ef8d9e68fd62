package dev.cadenza.compiler;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaTaskListener;

/**
 * Emits the steps in which a person does something. The engine reads the name and documentation of a user task as an
 * expression, so no text that people wrote freely stands in them; the task's page shows it.
 */
final class PersonEmitter {

    /** The engine keeps 4,000 characters of a user task's documentation with each task. */
    private static final int MOST_OF_OUTCOMES = 3_000;

    private final Scope scope;
    private final Retries retries;
    private final Map<String, Step> steps;

    PersonEmitter(Scope scope, Retries retries) {
        this.scope = scope;
        this.retries = retries;
        this.steps = retries.plan().byId();
    }

    Part review(Step.Review step) {
        String sends = Objects.requireNonNull(steps.get(step.sends())).name();
        ServiceTask drafts = scope.service(ProcessTerms.entry(step), "Write drafts: " + sends, "writeDraftsStep");
        scope.async(drafts, retries.of(step));
        UserTask task = task(step.id(), step.name(), ProcessTerms.REVIEWERS, "review-drafts", "reviewConcluded");
        scope.document(task, "A person approves, edits or rejects each draft of \"" + sends + "\". "
                + (step.rejectedLeave() ? "Whose draft is rejected leaves." : "Whose draft is rejected skips it."));
        scope.next(drafts, task);
        return Part.of(drafts, task);
    }

    /** The cohort is parted into cohorts of one first: a task is about one lead. */
    Part humanTask(Step.HumanTask step) {
        ServiceTask each = scope.service(step.id(), step.name(), "humanStep");
        scope.async(each, retries.of(step));
        scope.document(each, "One task for each lead");
        UserTask task = task(step.id() + ProcessTerms.TASK, step.name(), step.role(), "human-task", "humanTaskDone");
        if (step.due() != null) {
            task.setCamundaDueDate("${taskDue}");
        }
        String outcomes = step.outcomes().stream().map(Step.Outcome::name).collect(Collectors.joining(", "));
        scope.document(task, "A person (" + step.role() + ") decides: "
                + (outcomes.length() > MOST_OF_OUTCOMES ? outcomes.substring(0, MOST_OF_OUTCOMES) + "…" : outcomes)
                + (step.due() == null ? "" : ". Due after " + DurationWords.of(step.due())));
        ExclusiveGateway way = scope.node(ExclusiveGateway.class, step.id() + ProcessTerms.GATEWAY, "Outcome?");
        scope.next(each, task);
        scope.next(task, way);
        return Part.parting(each, way);
    }

    private UserTask task(String id, String name, String role, String form, String onComplete) {
        UserTask task = scope.node(UserTask.class, id, name);
        task.setCamundaCandidateGroups(role);
        task.setCamundaFormKey("embedded:/forms/" + form + ".html");
        CamundaTaskListener listener = scope.model().newInstance(CamundaTaskListener.class);
        listener.setCamundaEvent("complete");
        listener.setCamundaDelegateExpression("${" + onComplete + "}");
        scope.extensions(task).addChildElement(listener);
        return task;
    }
}
