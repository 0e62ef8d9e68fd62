package dev.cadenza.journey;

import dev.cadenza.platform.Background;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RuntimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells the process instances of cohorts which leads have left, several at once: a correlation can make a job of the
 * same instance run again, so the fewer the better. Works on any number of nodes; a cohort's row is the lock.
 */
@Component
class DepartureCorrelator {

    private static final Logger LOG = LoggerFactory.getLogger(DepartureCorrelator.class);
    private static final int COHORTS_A_TURN = 200;

    private final JdbcClient jdbc;
    private final RuntimeService runtime;
    private final Cohorts cohorts;
    private final TransactionTemplate transaction;

    DepartureCorrelator(JdbcClient jdbc, RuntimeService runtime, Cohorts cohorts, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.runtime = runtime;
        this.cohorts = cohorts;
        this.transaction = transaction;
    }

    /** Correlates what has gathered. Returns how many cohorts were told. */
    int runOnce() {
        List<UUID> waiting = jdbc.sql("select distinct cohort_id from departure limit :most")
                .param("most", COHORTS_A_TURN).query(UUID.class).list();
        int told = 0;
        for (UUID cohort : waiting) {
            try {
                if (Boolean.TRUE.equals(transaction.execute(status -> tell(cohort)))) {
                    told++;
                }
            } catch (OptimisticLockingException busy) {
                LOG.debug("Cohort {} moves just now; it is told in the next turn", cohort);
            }
        }
        return told;
    }

    private boolean tell(UUID cohort) {
        List<CohortRow> row = jdbc.sql("""
                select process_instance_id, ended_at is not null as ended from cohort
                where id = :cohort for update skip locked
                """).param("cohort", cohort)
                .query((r, i) -> new CohortRow(r.getString(1), r.getBoolean(2))).list();
        if (row.isEmpty()) {
            return false;
        }
        List<UUID> left = jdbc.sql("delete from departure where cohort_id = :cohort returning enrollment_id")
                .param("cohort", cohort).query(UUID.class).list();
        if (left.isEmpty() || row.get(0).ended()) {
            return false;
        }
        correlate(cohort, row.get(0).instance(), left);
        return true;
    }

    private void correlate(UUID cohort, String instance, List<UUID> left) {
        try {
            runtime.createMessageCorrelation("lead-left")
                    .processInstanceId(instance)
                    .setVariableLocal("leadsLeft", left.size())
                    .correlate();
        } catch (MismatchingMessageCorrelationException over) {
            // The instance came to its end between the departure and now; its leads have left in our tables anyway.
            LOG.debug("Cohort {} has no running instance any more", cohort);
            cohorts.ended(cohort);
        }
    }

    private record CohortRow(String instance, boolean ended) {
    }

    /** Takes a turn every second. */
    @Background
    @Component
    static class Turns {

        private final DepartureCorrelator correlator;

        Turns(DepartureCorrelator correlator) {
            this.correlator = correlator;
        }

        @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.SECONDS)
        void turn() {
            correlator.runOnce();
        }
    }
}
