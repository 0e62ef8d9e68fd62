package dev.cadenza.bench;

import static dev.cadenza.testing.Marketing.expect;

import dev.cadenza.testing.Marketing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What {@code /api/v1/analytics} takes to answer over HTTP at 1,000,000 leads, 5,000,000 messages and 40 campaigns, one
 * of which has a fifth of them. Rows are made by set-based SQL, so the triggers count them as they come; then the
 * numbers are compared with a count of the rows. Fails where they differ.
 *
 * <p>The argument is the number of leads; each has five messages.
 */
public final class AnalyticsBench {

    private static final int CAMPAIGNS = 40;
    private static final int STEPS = 5;
    private static final int CALLS = 40;
    private static final double GOAL_MS = 200;

    private AnalyticsBench() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        int leads = Integer.parseInt(arguments[0]);
        try (BenchApplication application = BenchApplication.startWithBackground()) {
            JdbcTemplate jdbc = application.jdbc();
            long began = System.nanoTime();
            rows(jdbc, leads);
            Figure.alone("h. rows of %,d leads made and counted".formatted(leads), "%.0f s", seconds(began)).print();
            while (jdbc.queryForObject("select count(*) from message_change", Long.class) > 0) {
                Thread.sleep(1000);
            }
            agrees(jdbc);
            jdbc.execute("analyze sent_total_tally");
            UUID large = jdbc.queryForObject("select id from campaign where name = 'Campaign 0'", UUID.class);
            String year = "from=2026-01-01&to=2026-12-31";
            for (String path : List.of("/daily?" + year + "&timezone=Europe/Berlin",
                    "/daily?from=2026-03-01&to=2026-03-30&timezone=Asia/Kathmandu",
                    "/daily?" + year + "&campaignId=" + large, "/daily.csv?" + year, "/channels?" + year,
                    "/campaigns?size=100", "/campaigns/" + large + "/funnel",
                    "/sending-hours?" + year + "&timezone=America/New_York", "/replies?size=100", "/cards")) {
                measure(application.marketing(), path.replace(large.toString(), "large"),
                        "/api/v1/analytics" + path);
            }
        }
    }

    private static void measure(Marketing marketing, String name, String path) {
        double[] took = new double[CALLS];
        for (int warm = 0; warm < 5; warm++) {
            expect(200, marketing.get(path));
        }
        for (int i = 0; i < CALLS; i++) {
            long began = System.nanoTime();
            expect(200, marketing.get(path));
            took[i] = (System.nanoTime() - began) / 1e6;
        }
        Arrays.sort(took);
        double slow = took[CALLS * 95 / 100];
        Figure.atMost("h. " + name, String.format(Locale.ENGLISH, "%.0f ms (median %.0f)", slow, took[CALLS / 2]),
                "200 ms", slow / GOAL_MS, 1).print();
    }

    private static void agrees(JdbcTemplate jdbc) {
        List<String> differences = new ArrayList<>();
        for (String each : List.of("count(*)|messages", "count(*) filter (where state = 'SENT')|sent",
                "count(opened_at)|opened", "count(clicked_at)|clicked", "count(replied_at)|replied",
                "count(*) filter (where state = 'BOUNCED')|bounced")) {
            String[] both = each.split("\\|");
            Long rows = jdbc.queryForObject("select " + both[0] + " from message", Long.class);
            Long numbers = jdbc.queryForObject("select sum(" + both[1] + ") from message_numbers", Long.class);
            if (!rows.equals(numbers)) {
                differences.add(both[1] + ": " + rows + " rows, " + numbers + " counted");
            }
        }
        Long sums = jdbc.queryForObject("select count(*) from sent_tally", Long.class);
        Figure.alone("h. sums by campaign, channel and quarter of an hour", "%,d rows", sums).print();
        if (!differences.isEmpty()) {
            throw new IllegalStateException("Numbers and rows differ: " + differences);
        }
    }

    private static void rows(JdbcTemplate jdbc, int leads) {
        jdbc.execute("create table bench_campaign as select n, gen_random_uuid() as id, gen_random_uuid() as journey"
                + " from generate_series(0, " + (CAMPAIGNS - 1) + ") n");
        // Ids that grow, as those of the application do.
        jdbc.execute("create function bench_id(kind int, n int) returns uuid language sql immutable as $$ select"
                + " ('00000000-0000-7000-8' || lpad(to_hex(kind), 3, '0') || '-'"
                + " || lpad(to_hex(n), 12, '0'))::uuid $$");
        jdbc.execute("create table bench_lead as select n, case when n % 5 = 0 then 0 else 1 + n % "
                + (CAMPAIGNS - 1) + " end as campaign, bench_id(100, n) as id, bench_id(101, n) as enrollment"
                + " from generate_series(1, " + leads + ") n");
        jdbc.execute("create index on bench_lead (campaign)");
        jdbc.execute("""
                insert into journey (id, owner_id, version, name, plan, process_definition_id, settings, created_at)
                select journey, id, 1, 'Campaign ' || n, (select jsonb_build_object('steps', jsonb_agg(
                    jsonb_build_object('id', 'mail-' || s, 'name', 'Mail ' || s, 'type', 'send') order by s))
                    from generate_series(1, 5) s),
                    'bench-' || n, '{}', now() from bench_campaign""");
        jdbc.execute("""
                insert into campaign (id, name, status, journey_id, created_at, updated_at, started_at)
                select id, 'Campaign ' || n, 'PAUSED', journey, now(), now(), now() from bench_campaign""");
        jdbc.execute("""
                insert into lead (id, email, first_name, last_name, source, created_at, updated_at)
                select id, 'lead-' || n || '@example.org', 'First', 'Last', 'bench', now(), now() from bench_lead""");
        // What analytics do not read is indexed at the end.
        List<String> indexes = jdbc.queryForList("select indexdef from pg_indexes where tablename = 'message'"
                + " and indexname <> 'message_pkey'", String.class);
        jdbc.queryForList("select indexname from pg_indexes where tablename = 'message'"
                        + " and indexname <> 'message_pkey'", String.class).forEach(index -> jdbc.execute("drop index " + index));
        for (int campaign = 0; campaign < CAMPAIGNS; campaign++) {
            jdbc.update("""
                    insert into enrollment (id, journey_id, owner_id, lead_id, cohort_id, status, current_step,
                        enrolled_at, completed_at)
                    select l.enrollment, c.journey, c.id, l.id, c.id,
                        (array['COMPLETED', 'REPLIED', 'IN_PROGRESS', 'UNSUBSCRIBED'])[1 + l.n % 4], 'mail-5', now(),
                        now() from bench_lead l join bench_campaign c on c.n = l.campaign where l.campaign = ?
                    """, campaign);
            for (int step = 1; step <= STEPS; step++) {
                messages(jdbc, campaign, step);
            }
        }
        indexes.forEach(jdbc::execute);
        for (String table : List.of("message", "enrollment", "lead", "sent_tally", "message_tally")) {
            jdbc.execute("analyze " + table);
        }
    }

    /** On work days from 8 to 18, over half a year; what was opened, clicked and answered follows from hashes. */
    private static void messages(JdbcTemplate jdbc, int campaign, int step) {
        jdbc.update("""
                insert into message (id, direction, channel, lead_id, owner_id, journey_id, enrollment_id, step_id,
                    previous_id, address, state, sent_at, opened_at, clicked_at, replied_at, bounced_at, created_at)
                select bench_id(?, n), 'OUTBOUND', case when campaign % 10 = 9 then 'SMS' else 'EMAIL' end, lead,
                    owner, journey, enrollment, 'mail-' || cast(? as int), case when ? > 1 then lead end,
                    'lead@example.org', case when k % 100 = 0 then 'BOUNCED' else 'SENT' end, at,
                    case when k % 3 = 0 then at + interval '1 hour' end,
                    case when k % 15 = 0 then at + interval '1 hour' end,
                    case when k % 45 = 0 then at + interval '5 hours' end,
                    case when k % 100 = 0 then at + interval '1 minute' end, at
                from (select l.n, l.campaign, l.id as lead, c.id as owner, c.journey, l.enrollment,
                        abs(hashint4(l.n)) as k,
                        timestamptz '2026-01-05 08:00:00Z' + make_interval(weeks => ? + abs(hashint4(l.n)) %% 20,
                            days => abs(hashint4(l.n * 7)) %% 5, mins => abs(hashint4(l.n * 11 + ?)) %% 600) as at
                    from bench_lead l join bench_campaign c on c.n = l.campaign where l.campaign = ?) r
                """.replace("%%", "%"), step, step, step, step, step, campaign);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
