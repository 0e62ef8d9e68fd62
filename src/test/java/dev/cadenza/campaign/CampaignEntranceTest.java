package dev.cadenza.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Workflows let leads into campaigns that run, and into none that is over, in whatever way it ended. */
@CadenzaTest
class CampaignEntranceTest {

    @Autowired
    CampaignEntrance entrance;
    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestClock clock;
    @Autowired
    TransactionTemplate transaction;

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    @Test
    void aCampaignThatRunsLetsEachLeadInOnceAndOneThatEndedInAFileNobody() {
        UUID campaign = marketing.aCampaign().to(marketing.leads(2)).mail("Hello", "<p>Hello</p>")
                .setting("exportAtEnd", true).launched();
        engine.runDueJobs();
        UUID lead = marketing.leads(1).get(0);
        assertThat(enter(campaign, lead)).isEqualTo(1);
        assertThat(enter(campaign, lead)).isZero();
        engine.runDueJobs();
        for (int look = 0; look < 5; look++) {
            journeying.everythingIsSent(campaign);
            clock.advance(Duration.ofDays(3));
            engine.runDueJobs();
        }
        assertThat(marketing.get("/api/v1/campaigns/" + campaign).body().get("status").asText()).isEqualTo("EXPORTED");
        assertThat(journeying.statuses(campaign)).containsExactly("COMPLETED:3");

        assertThat(enter(campaign, marketing.leads(1).get(0))).isZero();
    }

    private int enter(UUID campaign, UUID lead) {
        return transaction.execute(status -> entrance.enter(campaign, List.of(lead), UUID.randomUUID()));
    }
}
