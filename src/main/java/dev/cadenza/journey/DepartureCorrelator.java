package dev.cadenza.journey;

import dev.cadenza.platform.Background;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
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
    private static final int COHORTS_AT_ONCE = 200;

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
        int told = 0;
        List<UUID> waiting = waiting(new UUID(0, 0));
        while (!waiting.isEmpty()) {
            for (UUID cohort : waiting) {
                told += told(cohort) ? 1 : 0;
            }
            waiting = waiting(waiting.get(waiting.size() - 1));
        }
        return told;
    }

    private List<UUID> waiting(UUID after) {
        return jdbc.sql("select distinct cohort_id from departure where cohort_id > :after order by cohort_id limit :most")
                .param("after", after).param("most", COHORTS_AT_ONCE).query(UUID.class).list();
    }

    /** One cohort that can't be told does not keep the others from it. */
    private boolean told(UUID cohort) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> tell(cohort)));
        } catch (OptimisticLockingException busy) {
            LOG.debug("Cohort {} moves just now; it is told in the next turn", cohort);
        } catch (Suspended suspended) {
            LOG.debug("Cohort {} is told when its suspended instance goes on", cohort);
        } catch (ProcessEngineException | DataAccessException failure) {
            LOG.warn("Cohort {} can't be told of its departures now", cohort, failure);
        }
        return false;
    }

    /** Somebody has suspended the instance: it hears of nothing before it goes on. */
    private static final class Suspended extends RuntimeException {

        private static final long serialVersionUID = 1L;
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
            if (runtime.createProcessInstanceQuery().processInstanceId(instance).count() > 0) {
                throw new Suspended();
            }
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
