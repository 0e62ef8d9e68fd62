package dev.cadenza.journey;

import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import dev.cadenza.platform.Background;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.camunda.bpm.engine.ExternalTaskService;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.externaltask.LockedExternalTask;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Works on the external tasks of workflows: asks outside for each lead of a cohort, several at once, outside of all
 * transactions, and settles afterwards. A node that dies leaves its task locked for two minutes; whoever takes it then
 * finds in the {@link CallLedger} what was answered.
 */
@Component
class CallWorker implements DisposableBean {

    /** Further tries of a step that says nothing about them, as the engine's jobs have. */
    static final Plan.Retry USUAL = new Plan.Retry(4, Duration.ofMinutes(1));

    private static final Logger LOG = LoggerFactory.getLogger(CallWorker.class);
    private static final long LOCK_MILLIS = Duration.ofMinutes(2).toMillis();
    static final int TASKS_AT_ONCE = 4;

    private final String worker = "cadenza-" + UUID.randomUUID();
    private final ExternalTaskService tasks;
    private final JourneyStore journeys;
    private final Cohorts cohorts;
    private final CallLedger ledger;
    private final CallSettling settling;
    private final List<StepCall> calls;
    private final ExecutorService pool;
    private final int atOnce;
    private final Clock clock;

    @Autowired
    CallWorker(ExternalTaskService tasks, JourneyStore journeys, Cohorts cohorts, CallLedger ledger,
            CallSettling settling, ObjectProvider<StepCall> calls, WebhookSettings settings, Clock clock) {
        this(tasks, journeys, cohorts, ledger, settling, calls.orderedStream().toList(), settings.callsAtOnce(), clock);
    }

    CallWorker(ExternalTaskService tasks, JourneyStore journeys, Cohorts cohorts, CallLedger ledger,
            CallSettling settling, List<StepCall> calls, int atOnce, Clock clock) {
        this.tasks = tasks;
        this.journeys = journeys;
        this.cohorts = cohorts;
        this.ledger = ledger;
        this.settling = settling;
        this.calls = List.copyOf(calls);
        this.atOnce = atOnce;
        this.pool = Executors.newFixedThreadPool(atOnce, run -> {
            Thread thread = new Thread(run, "workflow-call");
            thread.setDaemon(true);
            return thread;
        });
        this.clock = clock;
    }

    /** Takes a turn. @return how many tasks were worked on, {@code most} at the most */
    int run(int most) {
        List<LockedExternalTask> locked = tasks.fetchAndLock(most, worker)
                .topic(ProcessTerms.WEBHOOK_TOPIC, LOCK_MILLIS).topic(ProcessTerms.ENRICH_TOPIC, LOCK_MILLIS).execute();
        for (LockedExternalTask task : locked) {
            try {
                work(task);
            } catch (ProcessEngineException moved) {
                // Somebody else moved the cohort or took the task; what was answered stands in the ledger.
                LOG.info("Task {} is taken up again when its lock has run out", task.getId(), moved);
            }
        }
        return locked.size();
    }

    private void work(LockedExternalTask task) {
        Journey journey = journeys.ofDefinition(task.getProcessDefinitionId());
        Step step = journey.at(task.getActivityId());
        UUID cohort = UUID.fromString(task.getBusinessKey());
        int visit = journey.loops() ? cohorts.passed(cohort, step.id()) + 1 : 1;
        StepCall call = calls.stream().filter(one -> one.answers(step)).findFirst()
                .orElseThrow(() -> new IllegalStateException("Nobody answers " + step));
        // It may have waited behind others for longer than it was locked: then it is somebody else's by now.
        tasks.extendLock(task.getId(), worker, LOCK_MILLIS);
        List<CallLedger.Due> due = ledger.begin(cohort, step.id(), visit, rule(journey, step).times() + 1);
        for (int from = 0; from < due.size(); from += atOnce) {
            tasks.extendLock(task.getId(), worker, LOCK_MILLIS);
            together(due.subList(from, Math.min(due.size(), from + atOnce)).stream()
                    .<Runnable>map(one -> () -> ask(call, journey, step, visit, one)).toList());
        }
        settling.settle(task, worker, journey, step, cohort, visit);
    }

    private void together(List<Runnable> work) {
        List<? extends Future<?>> running = work.stream().map(pool::submit).toList();
        Throwable failure = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                throw new ProcessEngineException("This node stops", stopping);
            } catch (ExecutionException failed) {
                failure = failed.getCause();
            }
        }
        if (failure != null) {
            throw new ProcessEngineException("What came of a call could not be noted", failure);
        }
    }

    private void ask(StepCall call, Journey journey, Step step, int visit, CallLedger.Due due) {
        StepCall.Answer answer;
        try {
            answer = call.ask(new StepCall.Question(journey, step, due.enrollmentId(), due.leadId(), due.key(), visit));
        } catch (StepCall.CallFailed failed) {
            ledger.failed(due.enrollmentId(), step.id(), visit, String.valueOf(failed.getMessage()),
                    failed.again() ? next(journey, step, failed.notBefore()) : null);
            return;
        } catch (RuntimeException unforeseen) {
            LOG.warn("The call of step {} in journey {} failed", step.id(), journey.id(), unforeseen);
            ledger.failed(due.enrollmentId(), step.id(), visit, String.valueOf(unforeseen.getMessage()),
                    next(journey, step, null));
            return;
        }
        ledger.done(due, step.id(), visit, answer);
    }

    private Instant next(Journey journey, Step step, @Nullable Duration least) {
        Duration every = rule(journey, step).every();
        return clock.instant().plus(least == null || least.compareTo(every) < 0 ? every : least);
    }

    static Plan.Retry rule(Journey journey, Step step) {
        return journey.plan().retries().getOrDefault(step.id(), USUAL);
    }

    @Override
    public void destroy() {
        pool.shutdownNow();
    }

    /**
     * The threads that look for tasks, twice a second. Several, each with a task of its own: a receiver that takes its
     * time keeps neither other workflows from calling nor this node from anything else.
     */
    @Background
    @Component
    static class Turns implements SmartLifecycle {

        private static final long PAUSE_MILLIS = 500;
        private static final long REST_AFTER_FAILURE_MILLIS = 2_000;
        private static final long STOP_WITHIN_MILLIS = 20_000;

        private final CallWorker worker;
        private final List<Thread> threads = new ArrayList<>();
        private volatile boolean running;

        Turns(CallWorker worker) {
            this.worker = worker;
        }

        @Override
        public synchronized void start() {
            running = true;
            for (int i = 0; i < TASKS_AT_ONCE; i++) {
                Thread thread = new Thread(this::work, "workflow-calls-" + i);
                thread.start();
                threads.add(thread);
            }
        }

        /** The calls that are being made are finished. */
        @Override
        public synchronized void stop() {
            running = false;
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STOP_WITHIN_MILLIS);
            try {
                for (Thread thread : threads) {
                    thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            threads.clear();
        }

        @Override
        public boolean isRunning() {
            return running;
        }

        private void work() {
            while (running) {
                long pause = 0;
                try {
                    pause = worker.run(1) == 0 ? PAUSE_MILLIS : 0;
                } catch (RuntimeException failure) {
                    LOG.warn("Calls of workflows can't be made now", failure);
                    pause = REST_AFTER_FAILURE_MILLIS;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            }
        }
    }
}
