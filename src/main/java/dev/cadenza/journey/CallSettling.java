package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What becomes of a cohort whose leads were asked about, in one transaction. Who was answered goes on. Who was not stays
 * at the task, which the engine gives again after a pause, and which is an incident when its tries are used up; failures
 * that stay failures are one at once, apart from those that may end.
 */
@Component
class CallSettling {

    private static final Duration SOONEST = Duration.ofSeconds(1);

    private final ExternalTaskService tasks;
    private final Arrivals arrivals;
    private final Cohorts cohorts;
    private final CallLedger ledger;
    private final CohortSplitter splitter;
    private final StepLog log;
    private final Clock clock;

    CallSettling(ExternalTaskService tasks, Arrivals arrivals, Cohorts cohorts, CallLedger ledger,
            CohortSplitter splitter, StepLog log, Clock clock) {
        this.tasks = tasks;
        this.arrivals = arrivals;
        this.cohorts = cohorts;
        this.ledger = ledger;
        this.splitter = splitter;
        this.log = log;
        this.clock = clock;
    }

    @Transactional
    public void settle(LockedExternalTask task, String worker, Journey journey, Step step, UUID cohort, int visit) {
        Arrival here = arrivals.there(cohort, journey, step);
        Arrival arrival = new Arrival(cohort, journey, step, visit, here.travellers(), here.at());
        Map<UUID, CallLedger.Entry> entries = ledger.entries(arrival.enrollments(), step.id(), visit);
        List<UUID> done = new ArrayList<>();
        List<UUID> again = new ArrayList<>();
        List<UUID> refused = new ArrayList<>();
        int tries = CallWorker.rule(journey, step).times() + 1;
        for (UUID enrollment : arrival.enrollments()) {
            CallLedger.Entry entry = entries.get(enrollment);
            if (entry != null && entry.state() == CallLedger.State.DONE) {
                done.add(enrollment);
            } else if (entry != null && (entry.state() == CallLedger.State.REFUSED
                    || entry.state() == CallLedger.State.FAILED && entry.attempts() >= tries)) {
                refused.add(enrollment);
            } else {
                again.add(enrollment);
            }
        }
        note(arrival, entries, done, again, refused);
        if (again.isEmpty() && refused.isEmpty()) {
            cohorts.passes(cohort, step.id(), journey);
            tasks.complete(task.getId(), worker);
            return;
        }
        if (!done.isEmpty()) {
            splitter.part(journey, cohort, journey.entry(step.next().get(0)), done,
                    part -> cohorts.passes(part, step.id(), journey));
        }
        if (refused.isEmpty()) {
            pause(task, worker, again, entries, tries);
            return;
        }
        if (!again.isEmpty()) {
            splitter.part(journey, cohort, step.id(), again, CohortSplitter.Preparation.NONE);
        }
        tasks.handleFailure(task.getId(), worker, sentence(refused, entries), null, 0, 0);
    }

    private void note(Arrival arrival, Map<UUID, CallLedger.Entry> entries, List<UUID> done, List<UUID> again,
            List<UUID> refused) {
        List<StepLog.Line> lines = new ArrayList<>();
        done.forEach(id -> lines.add(new StepLog.Line(id, StepLog.Status.COMPLETED,
                Map.of("call", Objects.requireNonNullElse(entries.get(id).error(), "answered")), null)));
        again.forEach(id -> lines.add(new StepLog.Line(id, StepLog.Status.RUNNING, null, error(entries, id))));
        refused.forEach(id -> lines.add(new StepLog.Line(id, StepLog.Status.FAILED, null, error(entries, id))));
        log.write(arrival, lines);
    }

    private static @Nullable String error(Map<UUID, CallLedger.Entry> entries, UUID id) {
        CallLedger.Entry entry = entries.get(id);
        return entry == null ? null : entry.error();
    }

    private void pause(LockedExternalTask task, String worker, List<UUID> again, Map<UUID, CallLedger.Entry> entries,
            int tries) {
        Instant now = clock.instant();
        Instant next = again.stream().map(entries::get).filter(Objects::nonNull).map(CallLedger.Entry::nextAt)
                .filter(Objects::nonNull).min(Comparator.naturalOrder()).orElse(now);
        Duration pause = Duration.between(now, next).compareTo(SOONEST) < 0 ? SOONEST : Duration.between(now, next);
        int made = again.stream().map(entries::get).filter(Objects::nonNull).mapToInt(CallLedger.Entry::attempts).max()
                .orElse(0);
        tasks.handleFailure(task.getId(), worker, sentence(again, entries), null, Math.max(1, tries - made),
                pause.toMillis());
    }

    private static String sentence(List<UUID> failed, Map<UUID, CallLedger.Entry> entries) {
        String first = failed.stream().map(id -> error(entries, id)).filter(Objects::nonNull).findFirst()
                .orElse("No answer yet.");
        return failed.size() == 1 ? first : failed.size() + " leads: " + first;
    }
}
