package dev.cadenza.journey;

import dev.cadenza.platform.Background;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Removes the process instances of journeys that were cancelled, some at a time. That they are to go is noted with the
 * cancellation, so that what a node leaves that dies meanwhile is removed by another one. A version that is deployed
 * later is none of theirs.
 */
@Component
class Endings {

    private static final int INSTANCES_AT_ONCE = 200;
    /** Whoever cancels removes them at once; only what is left over is anybody else's. */
    private static final Duration LEFT_OVER = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final RuntimeService runtime;
    private final Settling settling;
    private final Clock clock;

    Endings(JdbcClient jdbc, RuntimeService runtime, Settling settling, Clock clock) {
        this.jdbc = jdbc;
        this.runtime = runtime;
        this.settling = settling;
        this.clock = clock;
    }

    /** All journeys that the owner has now are to end. Joins the caller's transaction. */
    void note(UUID ownerId, String reason) {
        jdbc.sql("update journey set ending = :reason, ending_since = :now where owner_id = :owner")
                .param("reason", reason).param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("owner", ownerId).update();
    }

    private record Ending(UUID journeyId, String definition, String reason) {
    }

    /** @param ownerId null for what is left over of any. @return whether there may be more */
    @Transactional
    public boolean turn(@Nullable UUID ownerId) {
        Instant now = clock.instant();
        List<Ending> next = jdbc.sql("""
                select id, process_definition_id, ending from journey
                where ending is not null
                    and (owner_id = :owner or cast(:owner as uuid) is null and ending_since < :before)
                order by random() limit 1 for no key update skip locked
                """).param("owner", ownerId, Types.OTHER).param("before", now.minus(LEFT_OVER).atOffset(ZoneOffset.UTC))
                .query((row, index) -> new Ending(row.getObject(1, UUID.class), row.getString(2), row.getString(3)))
                .list();
        next.forEach(this::remove);
        return !next.isEmpty();
    }

    private void remove(Ending ending) {
        List<String> instances = runtime.createProcessInstanceQuery().processDefinitionId(ending.definition())
                .listPage(0, INSTANCES_AT_ONCE).stream().map(ProcessInstance::getId).toList();
        if (!instances.isEmpty()) {
            runtime.deleteProcessInstances(instances, ending.reason(), true, true);
        }
        if (instances.size() < INSTANCES_AT_ONCE) {
            settling.abandon(ending.journeyId());
            jdbc.sql("update journey set ending = null where id = :id").param("id", ending.journeyId()).update();
        }
    }

    /** Looks for what others have left. */
    @Background
    @Component
    static class Turns {

        private final Endings endings;

        Turns(Endings endings) {
            this.endings = endings;
        }

        @Scheduled(fixedDelay = 30, timeUnit = TimeUnit.SECONDS)
        void turn() {
            while (endings.turn(null)) {
                // until nothing is left over
            }
        }
    }
}
