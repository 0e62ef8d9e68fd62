package dev.cadenza.engine;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes the engine's authorizations and filters, and deploys its decisions, at start, before a request is served. Nodes
 * that start at once do it one after the other, under a lock that their transaction holds.
 */
@Component
class EnginePreparation implements InitializingBean {

    private static final long LOCK = 0x63616465_6e7a6101L;

    private final EngineAuthorizations authorizations;
    private final TasklistFilters filters;
    private final Decisions decisions;
    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    EnginePreparation(EngineAuthorizations authorizations, TasklistFilters filters, Decisions decisions,
            TransactionTemplate transaction, JdbcClient jdbc) {
        this.authorizations = authorizations;
        this.filters = filters;
        this.decisions = decisions;
        this.transaction = transaction;
        this.jdbc = jdbc;
    }

    @Override
    public void afterPropertiesSet() {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("select pg_advisory_xact_lock(:lock)").param("lock", LOCK).query().listOfRows();
            authorizations.grantAll();
            filters.create();
            decisions.deployOurs();
        });
    }
}
