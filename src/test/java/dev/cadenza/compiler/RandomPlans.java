package dev.cadenza.compiler;

import dev.cadenza.lead.EventKind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Plans by chance, each the same for the same seed. */
public final class RandomPlans {

    private static final List<String> NAMES = List.of("Introduction", "Offer", "Wait a while for an answer",
            "Last mail", "Customer story of a company in the neighbourhood that everybody knows", "Otherwise",
            "Größe?", "是否打开了邮件", "A");
    private static final String[] ODD = {null, "", " ", "start", "left", "a-way", "a b", "1a", "${x}", "\u0000",
        "\uD800", "ok", "ok2", "x".repeat(300), "é", "-", "a.b", "plan", "<&>\"'"};

    private static final String SCORED = "{\"field\":\"score\",\"operator\":\"greaterOrEqual\",\"value\":%d}";

    private final Random random;
    private final int size;

    private RandomPlans(long seed) {
        this.random = new Random(seed);
        this.size = 2 + random.nextInt(22);
    }

    /** A plan without faults, with branches, joins, skips and loops. */
    public static Plan valid(long seed) {
        RandomPlans plans = new RandomPlans(seed);
        while (true) {
            Plan plan = reachable(plans.attempt());
            if (PlanCheck.check(plan).isEmpty()) {
                return plan;
            }
        }
    }

    /** A plan of sends and waits in one line. */
    static Plan line(int size) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < size - 1; i++) {
            String to = "s" + (i + 1);
            steps.add(i % 2 == 0 ? new Step.Send("s" + i, "Mail " + i, "EMAIL", "Hello", "Hello", "FIRST", to)
                    : new Step.Wait("s" + i, "Wait 1 day", Duration.ofDays(1), to));
        }
        steps.add(new Step.End("s" + (size - 1), "End"));
        return new Plan("line", "Line", "s0", steps);
    }

    /** Anything that the types allow, and null where JSON could leave a value out. */
    static Plan garbage(long seed) {
        return new RandomPlans(seed).garbage();
    }

    private Plan attempt() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            steps.add(step(i));
        }
        if (random.nextInt(3) == 0) {
            steps.add(new Step.Goal("goal", name(), event()));
        }
        Map<String, Plan.Retry> retries = Map.of("s1", new Plan.Retry(random.nextInt(100), Duration.ofSeconds(9)));
        return new Plan("random", "Random", "s0", steps, retries, Map.of(), 1 + random.nextInt(1_000));
    }

    /** The same plan as somebody drew it: in rows and columns, loosely. */
    static Plan drawn(long seed) {
        Plan plan = valid(seed);
        Random random = new Random(seed);
        Map<String, Plan.Place> places = new HashMap<>();
        for (Step step : plan.steps()) {
            int i = places.size();
            places.put(step.id(), new Plan.Place(i % 6 * 300 + random.nextInt(90), i / 6 * 220 + random.nextInt(90)));
        }
        return new Plan(plan.key(), plan.name(), plan.start(), plan.steps(), plan.retries(), places, plan.visits());
    }

    private Step step(int i) {
        String id = "s" + i;
        if (i == size - 1) {
            return new Step.End(id, name());
        }
        return switch (random.nextInt(18)) {
            case 0, 1, 2 -> new Step.Wait(id, name(), Duration.ofSeconds(1 + random.nextInt(1_000_000)), later(i));
            case 3 -> new Step.WaitUntil(id, name(), Instant.ofEpochSecond(1_800_000_000L + i), later(i));
            case 4, 5 -> new Step.Branch(id, name(), ways(i), later(i));
            case 6 -> split(i);
            case 7 -> i > size / 2 ? new Step.End(id, name()) : send(i);
            case 8 -> new Step.Review(id, name(), "s" + (i + 1), random.nextBoolean(), "s" + (i + 1));
            case 9, 10 -> new Step.WaitFor(id, name(), event(), Duration.ofSeconds(1 + random.nextInt(99_999)),
                    anywhere(i), later(i));
            case 11 -> new Step.WaitUntilTime(id, name(), Set.of(DayOfWeek.of(1 + random.nextInt(7))),
                    LocalTime.of(random.nextInt(24), 0), ZoneOffset.UTC, later(i));
            case 12 -> new Step.HumanTask(id, name(), "marketer", "Do ${x} {{y}}", Duration.ofDays(1), List.of(),
                    random.nextBoolean() ? List.of(new Step.Outcome("Done", later(i)))
                            : List.of(new Step.Outcome("Again", anywhere(i)), new Step.Outcome("Done", later(i))));
            case 13 -> action(i);
            default -> send(i);
        };
    }

    private Step action(int i) {
        String id = "s" + i;
        UUID other = new UUID(7, i);
        return switch (random.nextInt(6)) {
            case 0 -> new Step.UpdateLead(id, name(), Map.of("status", "WARM"), later(i));
            case 1 -> new Step.Score(id, name(), 1 + i, later(i));
            case 2 -> new Step.ChangeList(id, name(), other, random.nextBoolean(), later(i));
            case 3 -> new Step.Enrich(id, name(), "company", random.nextBoolean(), later(i));
            case 4 -> new Step.CallWebhook(id, name(), "https://example.com/" + i, "POST", Map.of(), null, later(i));
            default -> new Step.StartJourney(id, name(), Step.StartJourney.Target.WORKFLOW, other, later(i));
        };
    }

    private Step.Awaited event() {
        EventKind[] kinds = EventKind.values();
        return new Step.Awaited(kinds[random.nextInt(kinds.length)], random.nextBoolean() ? "key" : null, null);
    }

    private String anywhere(int i) {
        return random.nextInt(3) == 0 ? "s" + random.nextInt(i + 1) : later(i);
    }

    private Step send(int i) {
        return new Step.Send("s" + i, name(), "EMAIL", "Subject <" + i + "> & ${x}", "Hello", "FIRST", later(i));
    }

    private List<Step.Way> ways(int i) {
        List<Step.Way> ways = new ArrayList<>();
        for (int way = 0; way <= random.nextInt(4); way++) {
            boolean back = random.nextInt(4) == 0;
            ways.add(new Step.Way("Way " + way + " " + name(), SCORED.formatted(random.nextInt(9)),
                    back ? "s" + random.nextInt(i + 1) : later(i)));
        }
        return ways;
    }

    private Step split(int i) {
        List<Step.Share> shares = new ArrayList<>();
        int left = 100;
        for (int share = 0; share < 1 + random.nextInt(3); share++) {
            shares.add(new Step.Share("Share " + share, 10 + share, later(i)));
            left -= 10 + share;
        }
        shares.add(new Step.Share("Rest", left, later(i)));
        return new Step.Split("s" + i, name(), shares);
    }

    private String later(int i) {
        return "s" + Math.min(size - 1, i + 1 + (random.nextInt(3) == 0 ? random.nextInt(6) : 0));
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private static Plan reachable(Plan plan) {
        Set<Step> reached = new HashSet<>(new StepGraph(plan).from(plan.start(), step -> true));
        List<Step> steps = plan.steps().stream().filter(reached::contains).toList();
        List<Step> goals = plan.steps().stream().filter(Step.Goal.class::isInstance).toList();
        return new Plan(plan.key(), plan.name(), plan.start(), Stream.concat(steps.stream(), goals.stream()).toList(),
                plan.retries(), Map.of(), plan.visits());
    }

    private Plan garbage() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < random.nextInt(8); i++) {
            steps.add(oddStep());
        }
        return new Plan(odd(), odd(), odd(), steps, Map.of(), Map.of(), random.nextInt(5) - 1);
    }

    private Step oddStep() {
        return switch (random.nextInt(17)) {
            case 0 -> new Step.Send(odd(), odd(), odd(), odd(), odd(), odd(), odd());
            case 1 -> new Step.Review(odd(), odd(), odd(), random.nextBoolean(), odd());
            case 2 -> new Step.Wait(odd(), odd(),
                    random.nextBoolean() ? null : Duration.ofSeconds(random.nextLong(), random.nextInt(999)), odd());
            case 3 -> new Step.WaitUntil(odd(), odd(), random.nextBoolean() ? Instant.MAX : null, odd());
            case 4 -> new Step.Branch(odd(), odd(), random.nextBoolean() ? null
                    : List.of(new Step.Way(odd(), odd(), odd()), new Step.Way(odd(), odd(), odd())), odd());
            case 5 -> new Step.Split(odd(), odd(), random.nextBoolean() ? null
                    : List.of(new Step.Share(odd(), random.nextInt(), odd()), new Step.Share(odd(), 50, odd())));
            case 6 -> new Step.WaitUntilTime(odd(), odd(), null, random.nextBoolean() ? null : LocalTime.NOON,
                    random.nextBoolean() ? null : ZoneOffset.UTC, odd());
            case 7 -> new Step.WaitFor(odd(), odd(), oddEvent(), random.nextBoolean() ? null : Duration.ZERO, odd(),
                    odd());
            case 8 -> new Step.UpdateLead(odd(), odd(), random.nextBoolean() ? null
                    : Collections.singletonMap(odd(), odd()), odd());
            case 9 -> new Step.Score(odd(), odd(), random.nextInt(), odd());
            case 10 -> new Step.ChangeList(odd(), odd(), random.nextBoolean() ? null : new UUID(1, 2), true, odd());
            case 11 -> new Step.Enrich(odd(), odd(), odd(), false, odd());
            case 12 -> new Step.CallWebhook(odd(), odd(), random.nextBoolean() ? odd() : "http://a/" + odd(), odd(),
                    random.nextBoolean() ? null : Collections.singletonMap(odd(), odd()), odd(), odd());
            case 13 -> new Step.HumanTask(odd(), odd(), random.nextBoolean() ? "analyst" : odd(), odd(),
                    random.nextBoolean() ? null : Duration.ofSeconds(random.nextLong()),
                    List.of(new Step.Field(odd(), odd(), odd(), true, null)),
                    List.of(new Step.Outcome(odd(), odd())));
            case 14 -> new Step.StartJourney(odd(), odd(), null, null, odd());
            case 15 -> new Step.Goal(odd(), odd(), oddEvent());
            default -> new Step.End(odd(), odd());
        };
    }

    private Step.Awaited oddEvent() {
        return random.nextBoolean() ? null : new Step.Awaited(random.nextBoolean() ? null : EventKind.CUSTOM, odd(),
                odd());
    }

    private String odd() {
        return ODD[random.nextInt(ODD.length)];
    }
}
