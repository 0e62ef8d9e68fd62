package dev.cadenza.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.compiler.Step;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Tasks of people about one lead: what they are about, and what the person says. An answer is kept first and taken when
 * the task is completed, from Tasklist or over the API; without one no task is completed, wherever it is tried.
 */
@Component
class HumanTasks {

    private final TaskService tasks;
    private final JourneyStore journeys;
    private final LeadProfiles leads;
    private final Visibility visibility;
    private final ActivityLog activity;
    private final JdbcClient jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    HumanTasks(TaskService tasks, JourneyStore journeys, LeadProfiles leads, Visibility visibility,
            ActivityLog activity, JdbcClient jdbc, ObjectMapper json, Clock clock) {
        this.tasks = tasks;
        this.journeys = journeys;
        this.leads = leads;
        this.visibility = visibility;
        this.activity = activity;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** What a task is about, as far as its reader needs it. */
    record Person(UUID id, @Nullable String name, @Nullable String email, @Nullable String phone,
            @Nullable String company, @Nullable String title) {
    }

    /**
     * A task as the API shows it.
     *
     * @param workflow name of the workflow that it belongs to
     * @param instructions plain text
     * @param outcomes of which one completes it
     * @param answer what has been filled in and kept; null where nothing has
     */
    record View(String id, String name, String workflow, Person lead, @Nullable String instructions,
            @Nullable Instant due, List<Step.Field> fields, List<String> outcomes, @Nullable Kept answer) {
    }

    /** An answer that is kept. @param outcome name of the outcome */
    record Kept(@Nullable String outcome, JsonNode fields) {
    }

    private record Open(Task task, Journey journey, Step.HumanTask step, UUID enrollment, UUID lead) {
    }

    @Transactional(readOnly = true)
    public View get(String taskId) {
        Open open = open(taskId);
        LeadProfile lead = leads.find(open.lead()).orElseThrow(() -> new NotFound("task", taskId));
        Instant due = open.task().getDueDate() == null ? null : open.task().getDueDate().toInstant();
        String instructions = open.step().instructions() == null ? null
                : Filling.plain(open.step().instructions(), lead.variables());
        return new View(taskId, open.step().name(), open.journey().name(),
                new Person(lead.id(), lead.name(), lead.email(), lead.phone(), lead.company(), lead.title()),
                instructions, due, open.step().fields(), open.step().outcomes().stream().map(Step.Outcome::name).toList(),
                kept(open));
    }

    /**
     * Keeps an answer; the task stays open.
     *
     * @throws Conflict where somebody else has completed it meanwhile
     */
    @Transactional
    public void answer(String taskId, JsonNode body) {
        keep(open(taskId), body);
    }

    /** Keeps an answer and completes the task with it. */
    @Transactional
    public void complete(String taskId, JsonNode body) {
        keep(open(taskId), body);
        tasks.complete(taskId);
    }

    private void keep(Open open, JsonNode body) {
        HumanAnswer answer = HumanAnswer.read(body, open.step());
        jdbc.sql("""
                insert into step_answer(enrollment_id, step, body, outcome, decided_by, answered_at)
                values (:enrollment, :step, cast(:body as jsonb), :outcome, :by, :at)
                on conflict (enrollment_id, step) do update set body = excluded.body, outcome = excluded.outcome,
                    decided_by = excluded.decided_by, answered_at = excluded.answered_at
                """).param("enrollment", open.enrollment()).param("step", open.step().id())
                .param("body", answer.fields().toString()).param("outcome", answer.outcome())
                .param("by", ActivityLog.actor()).param("at", clock.instant().atOffset(ZoneOffset.UTC)).update();
        // Whoever was faster had the row locked: what was decided then stays so.
        if (tasks.createTaskQuery().taskId(open.task().getId()).count() == 0) {
            throw new Conflict("task-completed", "Somebody else has completed the task meanwhile.");
        }
    }

    private @Nullable Kept kept(Open open) {
        return jdbc.sql("select body::text as body, outcome from step_answer where enrollment_id = :id and step = :step")
                .param("id", open.enrollment()).param("step", open.step().id())
                .query((row, index) -> {
                    int outcome = row.getInt("outcome");
                    String name = row.wasNull() || outcome >= open.step().outcomes().size() ? null
                            : open.step().outcomes().get(outcome).name();
                    return new Kept(name, read(row.getString("body")));
                }).optional().orElse(null);
    }

    /** The outcome that was chosen for the lead of a task that is being completed; null where none was. */
    @Nullable Integer chosen(UUID enrollment, Step.HumanTask step, UUID ownerId) {
        Integer outcome = jdbc.sql("select outcome from step_answer where enrollment_id = :id and step = :step"
                + " and outcome is not null").param("id", enrollment).param("step", step.id()).query(Integer.class)
                .optional().orElse(null);
        if (outcome != null) {
            activity.record(Action.WORKFLOW_TASK_COMPLETED, ownerId, Map.of("step", step.id(), "outcome",
                    step.outcomes().get(outcome).name()));
        }
        return outcome;
    }

    /** Leads come to the step: what was chosen the time before no longer counts. */
    void anew(List<UUID> enrollments, String step) {
        jdbc.sql("update step_answer set outcome = null where enrollment_id = any(cast(:ids as uuid[])) and step = :step")
                .param("ids", enrollments.toArray(UUID[]::new)).param("step", step).update();
    }

    /** @throws NotFound where there is no such task, or none for this user */
    private Open open(String taskId) {
        Task task = tasks.createTaskQuery().taskId(taskId).singleResult();
        String definition = task == null ? null : task.getProcessDefinitionId();
        Journey journey = definition == null ? null : journeys.find(definition).orElse(null);
        if (task == null || journey == null
                || !(journey.at(task.getTaskDefinitionKey()) instanceof Step.HumanTask step) || !may(step, journey)) {
            throw new NotFound("task", taskId);
        }
        return jdbc.sql("""
                select e.id, e.lead_id from enrollment e join cohort c on c.id = e.cohort_id
                where c.process_instance_id = :instance and e.status in ('PENDING', 'IN_PROGRESS')
                """).param("instance", task.getProcessInstanceId())
                .query((row, index) -> new Open(task, journey, step, row.getObject(1, UUID.class),
                        row.getObject(2, UUID.class))).list().stream().findFirst()
                .orElseThrow(() -> new NotFound("task", taskId));
    }

    private boolean may(Step.HumanTask step, Journey journey) {
        return SignedInUser.current().map(user -> user.role() == Role.ADMINISTRATOR
                || user.role().group().equals(step.role())).orElse(true) && visibility.sees(journey.ownerId());
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("What was stored as JSON is none", broken);
        }
    }
}
