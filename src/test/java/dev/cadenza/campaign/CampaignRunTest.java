package dev.cadenza.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** A campaign from its launch to its end, one turn after the other. */
@CadenzaTest
class CampaignRunTest {

    @Autowired
    Marketing marketing;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    @Test
    void queuesTheFirstMailForEverybodyAndTheSecondAfterItsDelay() {
        List<UUID> leads = marketing.leads(3);
        UUID campaign = marketing.aCampaign().to(leads).mail("Hello {{firstName}}", "<p>Dear {{firstName}}</p>")
                .delay("P2D").mail("Again", "<p>Still there, {{firstName}}?</p>").launched();

        engine.runDueJobs();

        assertThat(steps(campaign)).containsExactly("mail-1:3");

        clock.advance(Duration.ofDays(2));
        engine.runDueJobs();

        assertThat(steps(campaign)).containsExactly("mail-1:3", "mail-2:3");
    }

    private List<String> steps(UUID campaign) {
        return jdbc.queryForList("select step_id || ':' || count(*) from message where owner_id = ? group by step_id"
                + " order by step_id", String.class, campaign);
    }
}
