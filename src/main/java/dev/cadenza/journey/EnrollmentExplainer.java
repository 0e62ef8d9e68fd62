package dev.cadenza.journey;

import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.message.QueueForecast;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says in one sentence where a lead is in its journey and what it waits for. */
@Component
class EnrollmentExplainer {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("d MMMM uuuu HH:mm", Locale.ENGLISH);

    private final JourneyStore journeys;
    private final QueueForecast forecast;
    private final RuntimeService runtime;
    private final ManagementService management;
    private final JdbcClient jdbc;

    EnrollmentExplainer(JourneyStore journeys, QueueForecast forecast, RuntimeService runtime,
            ManagementService management, JdbcClient jdbc) {
        this.journeys = journeys;
        this.forecast = forecast;
        this.runtime = runtime;
        this.management = management;
        this.jdbc = jdbc;
    }

    String explain(EnrollmentView enrollment) {
        Journey journey = journeys.get(enrollment.journeyId());
        if (!enrollment.status().open() && enrollment.status() != EnrollmentStatus.COMPLETED) {
            return ended(journey, enrollment);
        }
        return unsent(enrollment.id())
                .map(message -> waitsInOutbox(journey, message))
                .orElseGet(() -> enrollment.status().open() ? waitsInProcess(journey, enrollment)
                        : ended(journey, enrollment));
    }

    private static String ended(Journey journey, EnrollmentView enrollment) {
        String when = enrollment.completedAt() == null ? ""
                : " on " + at(enrollment.completedAt(), journey.settings().window().zone());
        if (enrollment.status() == EnrollmentStatus.COMPLETED) {
            return "went through all steps and was completed" + when
                    + (enrollment.repliedAt() == null ? "" : "; the lead replied afterwards");
        }
        return "left" + when + " because "
                + (enrollment.reason() == null ? "of " + enrollment.status() : enrollment.reason())
                + "; nothing more is sent";
    }

    private Optional<Unsent> unsent(UUID enrollmentId) {
        return jdbc.sql("""
                select id, step_id, state, scheduled_for, timezone from message
                where enrollment_id = :id and direction = 'OUTBOUND' and state in ('QUEUED', 'CLAIMED', 'SENDING')
                order by scheduled_for limit 1
                """).param("id", enrollmentId)
                .query((row, index) -> new Unsent(row.getObject(1, UUID.class), row.getString(2), row.getString(3),
                        row.getTimestamp(4).toInstant(), row.getString(5))).optional();
    }

    private String waitsInOutbox(Journey journey, Unsent message) {
        String step = quoted(journey, message.stepId());
        if (!message.state().equals("QUEUED")) {
            return "is being sent " + step + " at this moment";
        }
        ZoneId zone = message.timezone() == null ? journey.settings().window().zone() : ZoneId.of(message.timezone());
        return forecast.of(message.id())
                .map(f -> "waits until " + at(f.expectedAt(), zone) + " for " + step
                        + (f.reason().isBlank() ? "" : "; " + f.reason()))
                .orElseGet(() -> "waits until " + at(message.scheduledFor(), zone) + " for " + step);
    }

    private String waitsInProcess(Journey journey, EnrollmentView enrollment) {
        String instance = enrollment.processInstanceId();
        ActivityInstance tree = instance == null ? null : runtime.getActivityInstance(instance);
        if (tree == null) {
            return "has been through all steps and is about to be completed";
        }
        Incident incident = runtime.createIncidentQuery().processInstanceId(instance).list().stream()
                .filter(one -> one.getIncidentType().equals(Incident.EXTERNAL_TASK_HANDLER_TYPE)).findFirst().orElse(null);
        if (incident != null) {
            return "is stuck: " + quoted(journey, ProcessTerms.stepId(incident.getActivityId())) + " failed ("
                    + incident.getIncidentMessage() + "); the incident is in Cockpit";
        }
        List<Job> jobs = management.createJobQuery().processInstanceId(instance).list();
        for (Job job : jobs) {
            if (job.getRetries() == 0) {
                return "is stuck: a step failed several times (" + job.getExceptionMessage()
                        + "); the incident is in Cockpit";
            }
        }
        return step(journey, tree).map(step -> atStep(journey, step, jobs)).orElse("is on its way to the next step");
    }

    private static Optional<Step> step(Journey journey, ActivityInstance instance) {
        for (ActivityInstance child : instance.getChildActivityInstances()) {
            Optional<Step> step = journey.plan().step(ProcessTerms.stepId(child.getActivityId()));
            if (step.isPresent()) {
                return step;
            }
        }
        for (var transition : instance.getChildTransitionInstances()) {
            Optional<Step> step = journey.plan().step(ProcessTerms.stepId(transition.getActivityId()));
            if (step.isPresent()) {
                return step;
            }
        }
        return Optional.empty();
    }

    private String atStep(Journey journey, Step step, List<Job> jobs) {
        boolean held = jobs.stream().anyMatch(Job::isSuspended);
        String paused = held ? "; the campaign is paused" : "";
        ZoneId zone = journey.settings().window().zone();
        if (step instanceof Step.Review review) {
            return "waits for a person to review the draft of " + quoted(journey, review.sends());
        }
        if (step instanceof Step.Wait || step instanceof Step.WaitUntil) {
            String next = step.next().stream().findFirst().map(id -> " for " + quoted(journey, id)).orElse("");
            return "waits until " + due(jobs).map(d -> at(d, zone)).orElse("its time")
                    + next + paused;
        }
        if (step instanceof Step.WaitUntilTime || step instanceof Step.WaitFor) {
            // Before its timer is there, the step looks who waits.
            Optional<String> until = due(jobs).map(due -> at(due, zone));
            String what = step instanceof Step.WaitFor wait && wait.event().kind() != null
                    ? " for '" + wait.event().kind().label() + "'" : "";
            return "waits" + what + until.map(time -> " until " + time).orElse("") + " at " + quoted(journey, step.id())
                    + paused;
        }
        if (step instanceof Step.HumanTask task) {
            return "waits for a person (" + task.role() + ") at " + quoted(journey, step.id()) + paused;
        }
        if (step instanceof Step.CallWebhook || step instanceof Step.Enrich) {
            return "waits for an answer at " + quoted(journey, step.id()) + paused;
        }
        return "is about to reach " + quoted(journey, step.id()) + paused;
    }

    private static Optional<Instant> due(List<Job> jobs) {
        return jobs.stream().map(Job::getDuedate).filter(Objects::nonNull).max(Comparator.naturalOrder())
                .map(Date::toInstant);
    }

    private static String quoted(Journey journey, String stepId) {
        return "'" + journey.plan().step(stepId).map(Step::name).orElse(stepId) + "'";
    }

    private static String at(Instant instant, ZoneId zone) {
        return WHEN.format(instant.atZone(zone)) + " " + zone.getId();
    }

    private record Unsent(UUID id, String stepId, String state, Instant scheduledFor, @Nullable String timezone) {
    }
}
