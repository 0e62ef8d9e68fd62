package dev.cadenza.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.event.EventTurns;
import dev.cadenza.event.NewEvent;
import dev.cadenza.lead.EventKind;
import dev.cadenza.trigger.TestWorkflows;
import dev.cadenza.trigger.TriggerSpec;
import dev.cadenza.trigger.Triggers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Events matched to the triggers of 1,000 active workflows, half of them with conditions about the event, by two threads:
 * from the committed event to the score of its lead and to the entrance of each workflow that it starts (where nothing is
 * started, so that it is the matching that is measured). Every event starts exactly one workflow, and that is checked.
 * Arguments: number of events (30000).
 */
public final class TriggerBench {

    private static final int WORKFLOWS = 1000;
    private static final int LEADS = 5000;
    private static final int AT_ONCE = 500;
    private static final int THREADS = 2;
    private static final double GOAL = 500;

    private TriggerBench() {
    }

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30_000;
        try (BenchApplication application = BenchApplication.start()) {
            List<UUID> workflows = activate(application);
            List<UUID> leads = application.marketing().leads(LEADS);
            run(application, leads, Math.min(5000, events));
            long before = entered(application, workflows);
            double seconds = run(application, leads, events);
            long came = entered(application, workflows) - before;
            if (came != events) {
                throw new IllegalStateException(events + " events started " + came + " workflows");
            }
            Figure.atLeast("(i) events matched, 1,000 active workflows", "%,.0f events/s".formatted(events / seconds),
                    "500 events/s", events / seconds / GOAL, 1).print();
        }
        System.exit(0);
    }

    private static List<UUID> activate(BenchApplication application) {
        ObjectMapper json = application.bean(ObjectMapper.class);
        Triggers triggers = application.bean(Triggers.class);
        List<UUID> workflows = new ArrayList<>();
        for (int i = 0; i < WORKFLOWS; i++) {
            UUID workflow = application.bean(TestWorkflows.class).aWorkflow();
            Map<String, Object> config = i % 2 == 0 ? Map.of("event", "CUSTOM", "key", "event-" + i)
                    : Map.of("event", "CUSTOM", "key", "event-" + i, "condition", Map.of("all", List.of(
                            Map.of("field", "value", "operator", "greaterOrEqual", "value", 0),
                            Map.of("field", "plan", "operator", "in", "value", List.of("pro", "team")))));
            application.bean(TransactionTemplate.class).executeWithoutResult(status -> triggers.replace(workflow,
                    List.of(new TriggerSpec("trigger", "event", json.valueToTree(config)))));
            workflows.add(workflow);
        }
        return workflows;
    }

    /** @return the seconds from the first event applied to the last */
    private static double run(BenchApplication application, List<UUID> leads, int events) throws Exception {
        EventTurns turns = application.bean(EventTurns.class);
        Random random = new Random(7);
        for (int from = 0; from < events; from += AT_ONCE) {
            List<NewEvent> some = new ArrayList<>();
            for (int i = from; i < Math.min(events, from + AT_ONCE); i++) {
                some.add(turns.event(leads.get(random.nextInt(LEADS)), EventKind.CUSTOM,
                        "event-" + random.nextInt(WORKFLOWS), Map.of("value", i, "plan", "pro")));
            }
            turns.append(some);
        }
        application.jdbc().execute("vacuum analyze lead_event");
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        long start = System.nanoTime();
        List<Future<?>> workers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            workers.add(pool.submit(turns::apply));
        }
        for (Future<?> worker : workers) {
            worker.get();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        pool.shutdown();
        return seconds;
    }

    private static long entered(BenchApplication application, List<UUID> workflows) {
        TestWorkflows entering = application.bean(TestWorkflows.class);
        return workflows.stream().mapToLong(workflow -> entering.leads(workflow).size()).sum();
    }
}
