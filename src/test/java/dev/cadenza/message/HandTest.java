package dev.cadenza.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** A database that commits and is not heard of. */
@CadenzaTest
class HandTest {

    OutboxFixture fixture;
    final FakeProvider provider = new FakeProvider();

    @BeforeEach
    void fixture(@Autowired ApplicationContext beans) {
        fixture = new OutboxFixture(beans);
    }

    /** Loses the answer to every commit the first time. */
    private final class DeafLedger extends Ledger {

        private boolean heard = true;

        DeafLedger(ApplicationContext beans) {
            super(beans.getBean(Fence.class), beans.getBean(Records.class), beans.getBean(Suppressions.class),
                    beans.getBean(JdbcTemplate.class), beans.getBean(PlatformTransactionManager.class), beans,
                    beans.getBean(SendMeters.class), beans.getBean(Clock.class));
        }

        @Override
        Set<UUID> exchange(List<Outcome> outcomes, @Nullable Group next, Set<UUID> sendable, boolean again) {
            Set<UUID> fenced = super.exchange(outcomes, next, sendable, again);
            heard = !heard;
            if (!heard) {
                throw new RecoverableDataAccessException("The connection broke after the commit");
            }
            return fenced;
        }
    }

    @Test
    void anExchangeWhoseCommitWasNotHeardOfIsRepeatedAndSendsEachMessageOnce() {
        LaneFixture lane = fixture.lane();
        List<OutboundMessage> messages = lane.queued(3);
        new Dispatcher("deaf", any -> provider, fixture.beans.getBean(Claimer.class), fixture.beans.getBean(Composer.class),
                new DeafLedger(fixture.beans), fixture.beans.getBean(Recovery.class), fixture.beans.getBean(Nodes.class),
                fixture.beans.getBean(OutboxSettings.class), fixture.beans.getBean(Clock.class)).runOnce();

        assertThat(lane.states()).containsOnly("SENT");
        assertThat(provider.ids().stream().filter(id -> id.equals(messages.get(0).id()))).hasSize(1);
        assertThat(fixture.row(messages.get(0).id())).containsEntry("attempt", 1);
    }
}
