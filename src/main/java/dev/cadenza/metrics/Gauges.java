package dev.cadenza.metrics;

import dev.cadenza.platform.Background;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What all nodes share, as gauges: queues, the engine's jobs and incidents, cohorts. One query now and then fills them, and
 * a scrape reads memory only. Every node shows the same numbers: take the maximum over the nodes, not the sum.
 */
@Component
class Gauges {

    private static final Logger LOG = LoggerFactory.getLogger(Gauges.class);

    /** Each row is a gauge: its name, a tag with its value, a number. Every count reads a partial index or a small table. */
    private static final String READ = """
            with waiting as materialized (
                select l.held or g.held as held, m.scheduled_for from message m join lane l on l.id = m.lane_id
                    cross join outbox_gate g
                where m.pending)
            select 'cadenza.outbox.messages', 'state', 'queued', count(*)::float8 from waiting
            union all select 'cadenza.outbox.messages', 'state', 'due', count(*) from waiting
                where scheduled_for <= :now and not held
            union all select 'cadenza.outbox.messages', 'state', 'held', count(*) from waiting where held
            union all select 'cadenza.outbox.messages', 'state', 'in_flight', coalesce(sum(cardinality(message_ids)), 0)
                from outbox_claim where done_at is null
            union all select 'cadenza.outbox.messages', 'state', s.state,
                (select count(*) from message m where m.attention and m.state = upper(s.state))
                from (values ('unknown'), ('failed')) s(state)
            union all select 'cadenza.queue.age', 'queue', 'outbox', coalesce(extract(epoch from
                cast(:now as timestamptz) - min(scheduled_for)), 0) from waiting
                where scheduled_for <= :now and not held
            union all select 'cadenza.queue.age', 'queue', 'inbox', coalesce(extract(epoch from
                cast(:now as timestamptz) - min(received_at)), 0) from inbound_mail where status = 'RECEIVED'
            union all select 'cadenza.queue.age', 'queue', 'departures', coalesce(extract(epoch from
                cast(:now as timestamptz) - min(created_at)), 0) from departure
            union all select 'cadenza.queue.age', 'queue', 'jobs', coalesce(extract(epoch from
                cast(:now as timestamptz) - min(duedate_)), 0) from act_ru_job
                where retries_ > 0 and suspension_state_ = 1 and duedate_ <= :now
            union all select 'cadenza.queue.age', 'queue', 'lead_events', coalesce(extract(epoch from
                cast(:now as timestamptz) - min(recorded_at)), 0) from lead_event
                where applied_at is null and error is null
            union all select 'cadenza.queue.age', 'queue', 'source_events', coalesce(extract(epoch from
                cast(:now as timestamptz) - min(retry_at)), 0) from data_todo
                where status = 'RECEIVED' and retry_at <= :now
            union all select 'cadenza.source.events', 'state', s.state,
                (select count(*) from data_todo t where t.status = upper(s.state))
                from (values ('refused'), ('failed')) s(state)
            union all select 'cadenza.lead.events', 'state', 'failed',
                (select count(*) from lead_event where error is not null)
                + (select count(*) from lead_event_rest where failed)
            union all select 'cadenza.outbox.held', 'gate', 'all', case when held then 1 else 0 end from outbox_gate
            union all select 'cadenza.outbox.nodes', 'state', 'alive', count(*) from outbox_node
                where lease_until > clock_timestamp()
            union all select 'cadenza.inbox.mails', 'state', s.state,
                (select count(*) from inbound_mail i where i.status = upper(s.state))
                from (values ('received'), ('unmatched'), ('failed')) s(state)
            union all select 'cadenza.engine.jobs', 'state', 'due', count(*) from act_ru_job
                where retries_ > 0 and suspension_state_ = 1 and duedate_ <= :now and lock_owner_ is null
            union all select 'cadenza.engine.jobs', 'state', 'running', count(*) from act_ru_job
                where lock_owner_ is not null
            union all select 'cadenza.engine.jobs', 'state', 'waiting', count(*) from act_ru_job
                where duedate_ > :now
            union all select 'cadenza.engine.jobs', 'state', 'failed', count(*) from act_ru_job where retries_ = 0
            union all select 'cadenza.engine.incidents', 'state', 'open', count(*) from act_ru_incident
            """;
    private static final String COHORTS = """
            with sizes as (select count(*) as leads from enrollment where completed_at is null group by cohort_id)
            select 'cadenza.cohorts', 'state', 'running', count(*)::float8 from sizes
            union all select 'cadenza.cohort.size', 'of', 'mean', coalesce(avg(leads), 0) from sizes
            union all select 'cadenza.cohort.size', 'of', 'largest', coalesce(max(leads), 0) from sizes
            union all select 'cadenza.leads.travelling', 'state', 'all', coalesce(sum(leads), 0) from sizes
            """;

    private final JdbcClient jdbc;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Map<String, Double> values = new ConcurrentHashMap<>();

    Gauges(JdbcClient jdbc, MeterRegistry meters, Clock clock) {
        this.jdbc = jdbc;
        this.meters = meters;
        this.clock = clock;
    }

    /** Reads everything that changes from second to second. */
    void read() {
        fill(jdbc.sql(READ).param("now", clock.instant().atOffset(ZoneOffset.UTC)));
    }

    /** Reads the cohorts, which costs a look at each lead that is travelling. */
    void readCohorts() {
        fill(jdbc.sql(COHORTS));
    }

    private void fill(JdbcClient.StatementSpec query) {
        Map<String, Double> read = new HashMap<>();
        query.query(row -> {
            String key = row.getString(1) + " " + row.getString(2) + " " + row.getString(3);
            read.put(key, row.getDouble(4));
        });
        read.forEach((key, value) -> {
            if (values.put(key, value) == null) {
                register(key);
            }
        });
    }

    private void register(String key) {
        String[] parts = key.split(" ");
        Gauge.builder(parts[0], () -> values.getOrDefault(key, Double.NaN)).tag(parts[1], parts[2])
                .baseUnit(parts[0].endsWith(".age") ? "seconds" : null).register(meters);
    }

    /** Fills the gauges on nodes that work by themselves. */
    @Component
    @Background
    static class Turns {

        private final Gauges gauges;

        Turns(Gauges gauges) {
            this.gauges = gauges;
        }

        @Scheduled(fixedDelayString = "${cadenza.metrics.interval:15s}")
        void read() {
            try {
                gauges.read();
            } catch (RuntimeException away) {
                LOG.warn("The gauges could not be read and show what was before", away);
            }
        }

        @Scheduled(fixedDelayString = "${cadenza.metrics.cohort-interval:60s}")
        void readCohorts() {
            try {
                gauges.readCohorts();
            } catch (RuntimeException away) {
                LOG.warn("The gauges of cohorts could not be read and show what was before", away);
            }
        }
    }
}
