package dev.cadenza.bench;

import dev.cadenza.testing.Marketing;
import java.time.DayOfWeek;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Journeys from the launch of a campaign to its last message in the outbox: three mails a lead, a second between them,
 * nobody reviews. Argument: {@code compare} (beside a plain JDBC loop, 100,000 leads), {@code single} (cohorts of one,
 * 5,000 leads) or {@code million} (bytes and heap, 1,000,000 leads). {@code cadenza.bench.leads} (system property)
 * changes the number of leads.
 */
public final class JourneyBench {

    private static final double GOAL = 0.5;
    private static final int MAILS = SequenceMails.ALL.size();

    private final BenchApplication application;
    private final JdbcTemplate jdbc;

    private JourneyBench(BenchApplication application) {
        this.application = application;
        this.jdbc = application.jdbc();
    }

    public static void main(String[] arguments) throws Exception {
        String part = arguments.length == 0 ? "compare" : arguments[0];
        try (BenchApplication application = BenchApplication.start()) {
            JourneyBench bench = new JourneyBench(application);
            switch (part) {
                case "compare" -> bench.compare(Integer.getInteger("cadenza.bench.leads", 100_000));
                case "single" -> bench.single(Integer.getInteger("cadenza.bench.leads", 5_000));
                case "million" -> bench.million(Integer.getInteger("cadenza.bench.leads", 1_000_000));
                default -> throw new IllegalArgumentException("There is no part " + part);
            }
        }
        System.exit(0);
    }

    /** The yardstick is measured before and after, for whatever else the machine does meanwhile. */
    private void compare(int leads) throws Exception {
        JourneyYardstick loop = new JourneyYardstick(application.database(), application.jobThreads());
        int few = Math.min(leads, 20_000);
        UUID warmUp = BenchAudience.of(jdbc, few);
        loop.run(warmUp, few);
        run(warmUp, few, 500);
        UUID list = BenchAudience.of(jdbc, leads);
        double before = rested(() -> loop.run(list, leads));
        double journey = rested(() -> run(list, leads, 500));
        double after = rested(() -> loop.run(list, leads));
        double yardstick = (before + after) / 2;
        System.out.printf(Locale.ENGLISH, "%,d leads, %d messages each: plain loop %.2f s and %.2f s, journeys %.2f s%n", leads, MAILS,
                before, after, journey);
        Figure.atLeast("(b) journeys into the outbox, %,d leads".formatted(leads), rate(leads, journey),
                "JDBC loop " + rate(leads, yardstick), yardstick / journey, GOAL).print();
    }

    private void single(int leads) throws Exception {
        UUID warmUp = BenchAudience.of(jdbc, Math.min(leads, 500));
        run(warmUp, Math.min(leads, 500), 1);
        UUID list = BenchAudience.of(jdbc, leads);
        double seconds = rested(() -> run(list, leads, 1));
        Figure.alone("(d) journeys of single leads, %,d leads".formatted(leads), "%,.0f leads/s", leads / seconds)
                .print();
    }

    private void million(int leads) throws Exception {
        UUID list = BenchAudience.of(jdbc, leads);
        Map<String, Long> before = sizes();
        PeakHeap heap = new PeakHeap();
        double seconds = rested(() -> run(list, leads, 500));
        long peak = heap.stop();
        Map<String, Long> after = sizes();
        String scale = "%,d leads".formatted(leads);
        Figure.alone("(e) launch to last message, " + scale, "%.0f s, %s", seconds, rate(leads, seconds)).print();
        long bytes = after.values().stream().mapToLong(Long::longValue).sum()
                - before.values().stream().mapToLong(Long::longValue).sum();
        Figure.alone("(e) database, " + scale, "%,d bytes/lead", bytes / leads).print();
        after.forEach((tables, size) -> Figure.alone("(e)   " + tables, "%,d bytes/lead",
                (size - before.get(tables)) / leads).print());
        Figure.alone("(e) heap, " + scale, "peak %d MB of %d MB, live after it %d MB", peak >> 20,
                Runtime.getRuntime().maxMemory() >> 20, PeakHeap.live() >> 20).print();
    }

    private static String rate(int leads, double seconds) {
        return String.format(Locale.ENGLISH, "%,.0f msg/s", leads * (double) MAILS / seconds);
    }

    private interface Timed {
        double seconds() throws Exception;
    }

    /** Measures with nothing left over from before that the database would have to do. */
    private double rested(Timed work) throws Exception {
        jdbc.execute("vacuum analyze");
        jdbc.execute("checkpoint");
        return work.seconds();
    }

    /** @return seconds from the launch to the last message in the outbox */
    private double run(UUID list, int leads, int cohortSize) throws InterruptedException {
        UUID campaign = campaign(list, cohortSize);
        long start = System.nanoTime();
        Marketing.expect(202, application.marketing().post("/api/v1/campaigns/" + campaign + "/launch", null));
        long cohorts = (leads + cohortSize - 1) / cohortSize;
        while (over(campaign) < cohorts) {
            Thread.sleep(cohorts > 1_000 ? 200 : 20);
            requireNoIncident();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        check(campaign, leads);
        return seconds;
    }

    private UUID campaign(UUID list, int cohortSize) {
        Marketing.CampaignDraft draft = application.marketing().aCampaign().with("listId", list)
                .setting("cohortSize", cohortSize).setting("sendDays", Stream.of(DayOfWeek.values()).toList())
                .setting("sendWindowStart", "00:00:00").setting("sendWindowEnd", "23:59:59.999999999");
        for (int i = 0; i < MAILS; i++) {
            if (i > 0) {
                draft.delay("PT1S");
            }
            draft.mail(SequenceMails.ALL.get(i).subject(), SequenceMails.ALL.get(i).body());
        }
        return draft.written();
    }

    /** Cohorts of the campaign that have been through all steps. */
    private long over(UUID campaign) {
        return count("select count(*) from cohort c join journey j on j.id = c.journey_id"
                + " where j.owner_id = ? and c.ended_at is not null", campaign);
    }

    private void requireNoIncident() {
        List<String> incidents = jdbc.queryForList("select incident_msg_ from act_ru_incident limit 1", String.class);
        require(incidents.isEmpty(), "An incident: " + incidents);
    }

    /** Every lead has each of its messages once, with its text, after the one before it. */
    private void check(UUID campaign, int leads) {
        require(count("select count(*) from enrollment where owner_id = ?", campaign) == leads,
                "Not every lead is enrolled");
        for (int mail = 1; mail <= MAILS; mail++) {
            long queued = count("""
                    select count(*) from message m join draft d on d.id = m.draft_id and d.enrollment_id = m.enrollment_id
                    where m.owner_id = ? and m.step_id = ? and d.step_id = m.step_id and m.pending
                        and d.status = 'SCHEDULED' and d.generated_body not like '%{{%'
                        and (m.previous_id is null) = (m.step_id = 'mail-1')""", campaign, "mail-" + mail);
            require(queued == leads, queued + " of " + leads + " leads have message " + mail);
        }
        require(count("select count(distinct (lead_id, step_id)) from message where owner_id = ?", campaign)
                == (long) leads * MAILS, "A lead has a message twice");
    }

    private long count(String sql, Object... arguments) {
        Long count = jdbc.queryForObject(sql, Long.class, arguments);
        return count == null ? 0 : count;
    }

    /** Bytes with indexes and long values, as they are before anything is vacuumed. */
    private Map<String, Long> sizes() {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String table : List.of("enrollment", "cohort", "draft", "message")) {
            sizes.put(table, count("select pg_total_relation_size(?::regclass)", table));
        }
        sizes.put("engine, running (ACT_RU_)", engine("act\\_ru\\_%"));
        sizes.put("engine, history (ACT_HI_)", engine("act\\_hi\\_%"));
        sizes.put("engine, rest (ACT_GE_, ACT_RE_, ACT_ID_)", engine("act\\_%") - engine("act\\_ru\\_%")
                - engine("act\\_hi\\_%"));
        return sizes;
    }

    private long engine(String tables) {
        return count("select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class"
                + " where relkind = 'r' and relname like ?", tables);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
