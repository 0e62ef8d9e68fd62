package dev.cadenza.campaign;

import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Journeying;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestClock;
import dev.cadenza.writer.DraftTurns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** A campaign ends in a CSV file, instead of sending or after it. */
@CadenzaTest
class ExportTest {

    @Autowired
    Marketing marketing;
    @Autowired
    Journeying journeying;
    @Autowired
    EngineTurns engine;
    @Autowired
    DraftTurns drafts;
    @Autowired
    TestClock clock;
    @Autowired
    JdbcTemplate jdbc;

    @BeforeEach
    void startOfADay() {
        clock.set(TestClock.START);
    }

    private static Marketing.CampaignDraft threeDaysApart(Marketing marketing, List<UUID> leads) {
        return marketing.aCampaign().to(leads).mail("For {{company}}", "<p>Hello {{firstName}}</p><p>Bye</p>").delay("P3D")
                .mail("Again", "<p>Hello again</p>");
    }

    private UUID ready(Marketing.CampaignDraft written) {
        UUID campaign = written.written();
        expect(202, marketing.post("/api/v1/campaigns/" + campaign + "/generate", null));
        drafts.takeAll();
        return campaign;
    }

    private List<NamedCsvRecord> export(UUID campaign) {
        return rows(expect(200, marketing.post("/api/v1/campaigns/" + campaign + "/export", null)));
    }

    private static List<NamedCsvRecord> rows(Marketing.Answer answer) {
        String text = answer.body().asText();
        assertThat(text).startsWith("\uFEFF");
        return CsvReader.builder().ofNamedCsvRecord(text.substring(1)).stream().toList();
    }

    private JsonNode campaign(UUID id) {
        return expect(200, marketing.get("/api/v1/campaigns/" + id)).body();
    }

    @Test
    void aReadyCampaignBecomesAFileAndIsExported() {
        UUID campaign = ready(threeDaysApart(marketing, marketing.leads(2)));

        List<NamedCsvRecord> rows = export(campaign);

        assertThat(rows).hasSize(4);
        NamedCsvRecord first = rows.stream().filter(row -> row.getField("firstName").equals("First1")
                && row.getField("step").equals("1")).findFirst().orElseThrow();
        assertThat(first.getField("subject")).isEqualTo("For Company 1");
        assertThat(first.getField("body")).isEqualTo("Hello First1\n\nBye");
        assertThat(first.getField("email")).endsWith("@example.com");
        assertThat(first.getField("scheduledDay")).isEqualTo("2026-06-03");
        // Three days later is a Saturday, on which the campaign does not send.
        assertThat(rows).filteredOn(row -> row.getField("step").equals("2"))
                .allSatisfy(row -> assertThat(row.getField("scheduledDay")).isEqualTo("2026-06-08"));
        JsonNode exported = campaign(campaign);
        assertThat(exported.get("status").asText()).isEqualTo("EXPORTED");
        assertThat(exported.get("exportCount").asInt()).isEqualTo(1);
        assertThat(exported.get("exportedAt").asText()).isEqualTo(TestClock.START.toString());
        assertThat(jdbc.queryForObject("select count(*) from draft where owner_id = ? and exported_at is not null",
                Integer.class, campaign)).isEqualTo(4);
        assertThat(jdbc.queryForObject("select metadata->>'count' from activity where entity_id = ? and action ="
                + " 'email_campaign_exported'", String.class, campaign)).isEqualTo("4");
    }

    @Test
    void exportsAreCountedAndTheLatestCanBeFetchedAgain() {
        UUID campaign = ready(threeDaysApart(marketing, marketing.leads(1)));
        expect(409, marketing.get("/api/v1/campaigns/" + campaign + "/export"));
        export(campaign);
        clock.advance(Duration.ofHours(1));
        export(campaign);
        assertThat(rows(expect(200, marketing.get("/api/v1/campaigns/" + campaign + "/export")))).hasSize(2);
        assertThat(campaign(campaign).get("exportCount").asInt()).isEqualTo(2);
        expect(409, marketing.post("/api/v1/campaigns/" + campaign + "/launch", null));
    }

    @Test
    void cellsAreNoFormulas() {
        List<UUID> leads = marketing.leads(4);
        List<String> formulas = List.of("=HYPERLINK(\"http://x\")", "+1+1", "@SUM(A1)", " -2+3");
        for (int i = 0; i < 4; i++) {
            jdbc.update("update lead set company = ? where id = ?", formulas.get(i), leads.get(i));
        }
        UUID campaign = ready(marketing.aCampaign().to(leads).mail("{{company}}", "<p>{{company}}</p>"));
        assertThat(export(campaign)).hasSize(4).allSatisfy(row -> assertThat(List.of(row.getField("company"),
                row.getField("subject"), row.getField("body"))).allSatisfy(cell -> assertThat(cell).startsWith("'")));
    }

    @Test
    void whoMayNotBeWrittenToAndWhatIsNotApprovedStaysOut() {
        List<UUID> leads = marketing.leads(4);
        UUID campaign = ready(marketing.aCampaign().to(leads).with("reviewMode", "FIRST_STEP")
                .mail("Hi {{firstName}}", "<p>x</p>"));
        UUID rejected = jdbc.queryForObject("select id from draft where owner_id = ? and lead_id = ?", UUID.class,
                campaign, leads.get(3));
        expect(200, marketing.post("/api/v1/drafts/" + rejected + "/reject", Map.of("version", 0)));
        JsonNode rest = expect(200, marketing.post("/api/v1/drafts/approve-rest", Map.of("campaignId", campaign))).body();
        assertThat(rest.get("decided").asInt()).isEqualTo(3);
        journeying.stop(leads.get(0));
        journeying.suppress(leads.get(1));
        assertThat(export(campaign)).singleElement().satisfies(row ->
                assertThat(row.getField("leadId")).isEqualTo(leads.get(2).toString()));
    }

    @Test
    void aCampaignWithoutDraftsHasNothingToExport() {
        UUID campaign = threeDaysApart(marketing, marketing.leads(1)).written();
        expect(409, marketing.post("/api/v1/campaigns/" + campaign + "/export", null));
        assertThat(campaign(campaign).get("exportCount").asInt()).isZero();
    }

    @Test
    void theEndStepExportsWhatWasSent() {
        UUID campaign = marketing.aCampaign().to(marketing.leads(3)).setting("exportAtEnd", true)
                .mail("Hi {{firstName}}", "<p>x</p>").launched();
        engine.runDueJobs();
        journeying.everythingIsSent(campaign);
        clock.advance(Duration.ofMinutes(20));
        engine.runDueJobs();

        JsonNode ended = campaign(campaign);
        assertThat(ended.get("status").asText()).isEqualTo("EXPORTED");
        assertThat(ended.get("exportCount").asInt()).isEqualTo(1);
        assertThat(ended.get("endedAt")).isNotNull();
        assertThat(rows(expect(200, marketing.get("/api/v1/campaigns/" + campaign + "/export")))).hasSize(3)
                .allSatisfy(row -> assertThat(row.getField("sentAt")).isNotEmpty());
    }

    @Test
    void moreThanOnePieceIsWrittenWholeAndOnce() {
        UUID campaign = ready(marketing.aCampaign().to(marketing.leads(1_203)).mail("Hi {{firstName}}", "<p>x</p>"));
        List<NamedCsvRecord> rows = export(campaign);
        assertThat(rows).hasSize(1_203);
        assertThat(rows.stream().map(row -> row.getField("leadId")).distinct()).hasSize(1_203);
    }
}
