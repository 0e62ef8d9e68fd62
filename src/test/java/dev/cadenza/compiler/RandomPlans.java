package dev.cadenza.compiler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Plans by chance, each the same for the same seed. */
final class RandomPlans {

    private static final List<String> NAMES = List.of("Introduction", "Offer", "Wait a while for an answer",
            "Last mail", "Customer story of a company in the neighbourhood that everybody knows", "Otherwise",
            "Größe?", "是否打开了邮件", "A");
    private static final String[] ODD = {null, "", " ", "start", "left", "a-way", "a b", "1a", "${x}", "\u0000",
        "\uD800", "ok", "ok2", "x".repeat(300), "é", "-", "a.b", "plan", "<&>\"'"};

    private final Random random;
    private final int size;

    private RandomPlans(long seed) {
        this.random = new Random(seed);
        this.size = 2 + random.nextInt(22);
    }

    /** A plan without faults, with branches, joins, skips and loops. */
    static Plan valid(long seed) {
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
        return new Plan("random", "Random", "s0", steps);
    }

    private Step step(int i) {
        String id = "s" + i;
        if (i == size - 1) {
            return new Step.End(id, name());
        }
        return switch (random.nextInt(11)) {
            case 0, 1, 2 -> new Step.Wait(id, name(), Duration.ofSeconds(1 + random.nextInt(1_000_000)), later(i));
            case 3 -> new Step.WaitUntil(id, name(), Instant.ofEpochSecond(1_800_000_000L + i), later(i));
            case 4, 5 -> new Step.Branch(id, name(), ways(i), later(i));
            case 6 -> split(i);
            case 7 -> i > size / 2 ? new Step.End(id, name()) : send(i);
            case 8 -> new Step.Review(id, name(), "s" + (i + 1), random.nextBoolean(), "s" + (i + 1));
            default -> send(i);
        };
    }

    private Step send(int i) {
        return new Step.Send("s" + i, name(), "EMAIL", "Subject <" + i + "> & ${x}", "Hello", "FIRST", later(i));
    }

    private List<Step.Way> ways(int i) {
        List<Step.Way> ways = new ArrayList<>();
        for (int way = 0; way <= random.nextInt(4); way++) {
            boolean back = random.nextInt(4) == 0;
            ways.add(new Step.Way("Way " + way + " " + name(), "{}", back ? "s" + random.nextInt(i + 1) : later(i)));
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
        return new Plan(plan.key(), plan.name(), plan.start(), steps);
    }

    private Plan garbage() {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < random.nextInt(8); i++) {
            steps.add(oddStep());
        }
        return new Plan(odd(), odd(), odd(), steps);
    }

    private Step oddStep() {
        return switch (random.nextInt(7)) {
            case 0 -> new Step.Send(odd(), odd(), odd(), odd(), odd(), odd(), odd());
            case 1 -> new Step.Review(odd(), odd(), odd(), random.nextBoolean(), odd());
            case 2 -> new Step.Wait(odd(), odd(),
                    random.nextBoolean() ? null : Duration.ofSeconds(random.nextLong(), random.nextInt(999)), odd());
            case 3 -> new Step.WaitUntil(odd(), odd(), random.nextBoolean() ? Instant.MAX : null, odd());
            case 4 -> new Step.Branch(odd(), odd(), random.nextBoolean() ? null
                    : List.of(new Step.Way(odd(), odd(), odd()), new Step.Way(odd(), odd(), odd())), odd());
            case 5 -> new Step.Split(odd(), odd(), random.nextBoolean() ? null
                    : List.of(new Step.Share(odd(), random.nextInt(), odd()), new Step.Share(odd(), 50, odd())));
            default -> new Step.End(odd(), odd());
        };
    }

    private String odd() {
        return ODD[random.nextInt(ODD.length)];
    }
}
