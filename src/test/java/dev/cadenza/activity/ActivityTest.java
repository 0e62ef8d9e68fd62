package dev.cadenza.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.identity.NewUser;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.Users;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import dev.cadenza.testing.Marketing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.http.HttpMethod;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** What people and processes do stands in the log, when they have done it and not otherwise. */
@CadenzaTest
class ActivityTest {

    private static final String ME = "admin@cadenza.test";

    @Autowired
    Marketing marketing;
    @Autowired
    ActivityLog log;
    @Autowired
    TransactionTemplate transaction;
    @Autowired
    EngineTurns engine;
    @Autowired
    Users users;
    @Autowired
    TestRestTemplate http;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void leadsListsAndSegments() {
        UUID lead = marketing.post("/api/v1/leads", Map.of("email", unique + "@log.example")).id();
        marketing.patch("/api/v1/leads/" + lead, Map.of("company", "ACME"));
        marketing.post("/api/v1/leads/" + lead + "/stop-automation", null);
        marketing.post("/api/v1/leads/" + lead + "/stop-automation", null);
        marketing.post("/api/v1/leads/" + lead + "/resume-automation", null);
        marketing.post("/api/v1/leads", Map.of("email", unique + "@log.example"));
        assertThat(words(lead)).containsExactly("lead_created", "lead_updated", "automation_stopped",
                "automation_resumed");

        UUID list = marketing.post("/api/v1/lists", Map.of("name", "Log " + unique)).id();
        marketing.post("/api/v1/lists", Map.of("name", "Log " + unique));
        marketing.addTo(list, List.of(lead));
        marketing.addTo(list, List.of(lead));
        marketing.call(HttpMethod.DELETE, "/api/v1/lists/" + list + "/members/" + lead, null);
        marketing.call(HttpMethod.PUT, "/api/v1/lists/" + list, Map.of("name", "Log, too " + unique));
        marketing.call(HttpMethod.DELETE, "/api/v1/lists/" + list, null);
        assertThat(words(list)).containsExactly("lead_group_created", "contacts_added_to_group",
                "contacts_removed_from_group", "lead_group_updated", "lead_group_deleted");
        JsonNode added = entries("?entityId=" + list + "&action=contacts_added_to_group").get(0);
        assertThat(added.get("metadata").get("count").intValue()).isOne();
        assertThat(added.get("actor").textValue()).isEqualTo(ME);
        assertThat(added.get("entityType").textValue()).isEqualTo("list");

        UUID segment = marketing.post("/api/v1/segments", Map.of("name", "Log " + unique, "condition",
                Map.of("field", "company", "operator", "equals", "value", "ACME"))).id();
        marketing.call(HttpMethod.DELETE, "/api/v1/segments/" + segment, null);
        assertThat(words(segment)).containsExactly("segment_created", "segment_deleted");
        marketing.call(HttpMethod.DELETE, "/api/v1/leads/" + lead, null);
        assertThat(words(lead)).endsWith("lead_deleted");
    }

    @Test
    void campaignsFromTheirFirstDraftToTheirEnd() {
        UUID campaign = marketing.aCampaign().to(marketing.leads(3)).mail("Hello", "<p>Hello</p>").delay("P1D")
                .mail("Again", "<p>Again</p>").with("reviewMode", "FIRST_STEP").launched();
        engine.runDueJobsLeavingFailures();
        assertThat(words(campaign)).contains("email_campaign_created", "email_campaign_launched",
                "email_drafts_generated");
        JsonNode generated = entries("?entityId=" + campaign + "&action=email_drafts_generated").get(0);
        assertThat(generated.get("metadata").get("count").intValue()).isEqualTo(3);
        assertThat(generated.has("actor")).isFalse();
        assertThat(entries("?actor=system&entityId=" + campaign)).hasSize(1);

        List<String> drafts = marketing.get("/api/v1/campaigns/" + campaign + "/drafts").body().get("content")
                .findValuesAsText("id");
        JsonNode draft = marketing.get("/api/v1/drafts/" + drafts.get(0)).body();
        marketing.post("/api/v1/drafts/" + drafts.get(0) + "/approve", Map.of("version", draft.get("version")));
        marketing.post("/api/v1/drafts/" + drafts.get(0) + "/approve", Map.of("version", draft.get("version")));
        assertThat(words(UUID.fromString(drafts.get(0)))).containsExactly("email_drafts_approved");
        marketing.post("/api/v1/drafts/approve-rest", Map.of("cohortId", draft.get("cohortId"), "stepId",
                draft.get("stepId")));
        JsonNode rest = entries("?action=email_drafts_approved&size=500");
        assertThat(rest).anySatisfy(entry -> {
            assertThat(entry.get("metadata").path("cohortId")).isEqualTo(draft.get("cohortId"));
            assertThat(entry.get("metadata").get("count").intValue()).isEqualTo(2);
        });

        for (String verb : List.of("pause", "resume", "cancel")) {
            assertThat(marketing.post("/api/v1/campaigns/" + campaign + "/" + verb, null).status()).isEqualTo(200);
        }
        assertThat(words(campaign)).endsWith("email_campaign_paused", "email_campaign_resumed",
                "email_campaign_cancelled");
    }

    @Test
    void whatIsSetUpAndDecidedByHand() {
        UUID channel = marketing.post("/api/v1/channels", Map.of("name", "Log " + unique, "provider", "webpush", "settings",
                Map.of("subject", "mailto:ops@example.com"))).id();
        marketing.patch("/api/v1/channels/" + channel, Map.of("active", false));
        marketing.call(HttpMethod.DELETE, "/api/v1/channels/" + channel, null);
        assertThat(words(channel)).containsExactly("channel_created", "channel_updated", "channel_deleted");

        UUID suppression = marketing.post("/api/v1/suppressions", Map.of("address", unique + "@stop.example")).id();
        marketing.post("/api/v1/suppressions", Map.of("address", unique + "@stop.example"));
        marketing.call(HttpMethod.DELETE, "/api/v1/suppressions/" + suppression, null);
        assertThat(words(suppression)).containsExactly("address_suppressed", "address_released");
        assertThat(entries("?entityId=" + suppression).toString()).doesNotContain("stop.example");

        UUID list = marketing.post("/api/v1/lists", Map.of("name", "Shared " + unique)).id();
        marketing.call(HttpMethod.PUT, "/api/v1/lists/" + list + "/sharing", Map.of("sharedWithAll", false));
        assertThat(words(list)).containsExactly("lead_group_created", "sharing_updated");

        UUID erasure = marketing.post("/api/v1/erasures", Map.of("address", unique + "@gone.example")).id();
        assertThat(words(erasure)).containsExactly("erasure_requested");
        marketing.call(HttpMethod.PUT, "/api/v1/retention/inbound-mails", Map.of("keep", "P365D"));
        assertThat(entries("?action=retention_updated").get(0).at("/metadata/kind").asText()).isEqualTo("inbound-mails");
    }

    @Test
    void templates() {
        UUID template = marketing.post("/api/v1/templates", Map.of("name", "Log " + unique, "subject", "Hello", "body",
                "<p>Hello</p>")).id();
        marketing.call(HttpMethod.DELETE, "/api/v1/templates/" + template, null);
        assertThat(words(template)).containsExactly("email_template_created", "email_template_deleted");
    }

    @Test
    void filtersByWordThingPersonAndTime() {
        UUID lead = marketing.post("/api/v1/leads", Map.of("email", unique + "@filter.example")).id();
        marketing.patch("/api/v1/leads/" + lead, Map.of("company", "ACME"));
        assertThat(entries("?entityId=" + lead + "&action=lead_created,lead_updated")).hasSize(2);
        assertThat(entries("?entityId=" + lead + "&action=LEAD_UPDATED")).hasSize(1);
        assertThat(entries("?entityId=" + lead + "&entityType=lead&actor=" + ME)).hasSize(2);
        assertThat(entries("?entityId=" + lead + "&entityType=list")).isEmpty();
        assertThat(entries("?entityId=" + lead + "&actor=somebody@else.example")).isEmpty();
        Instant at = Instant.parse(entries("?entityId=" + lead).get(0).get("createdAt").textValue());
        assertThat(entries("?entityId=" + lead + "&from=" + at.plusMillis(1))).isEmpty();
        assertThat(entries("?entityId=" + lead + "&from=" + at + "&to=" + at.plusMillis(1))).hasSize(2);
        JsonNode page = marketing.get("/api/v1/activities?entityId=" + lead + "&size=1&page=1").body();
        assertThat(page.get("totalElements").intValue()).isEqualTo(2);
        assertThat(page.get("content").findValuesAsText("action")).containsExactly("lead_created");
        assertThat(marketing.get("/api/v1/activities?action=tea_drunk").status()).isEqualTo(422);
        assertThat(marketing.get("/api/v1/activities?from=yesterday").status()).isEqualTo(422);
        assertThat(marketing.get("/api/v1/activities/actions").body().findValuesAsText("action")).contains(
                "contact_uploaded", "contact_processed", "contact_reviewed", "contact_verified", "event_created",
                "event_updated", "event_deleted", "lead_group_created", "contacts_added_to_group",
                "contacts_removed_from_group", "email_campaign_created", "email_drafts_generated",
                "email_campaign_exported");
    }

    @Test
    void whatIsRolledBackLeavesNoTraceAndNothingIsWrittenOnItsOwn() {
        UUID thing = UUID.randomUUID();
        transaction.executeWithoutResult(status -> {
            log.record(Action.SEGMENT_CREATED, thing, Map.of());
            status.setRollbackOnly();
        });
        assertThat(entries("?entityId=" + thing)).isEmpty();
        assertThatThrownBy(() -> log.record(Action.SEGMENT_CREATED, thing, Map.of()))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void onlyAdministratorsSeeWhatWasDoneToUsers() {
        UUID user = UUID.randomUUID();
        transaction.executeWithoutResult(status -> log.record(Action.USER_UPDATED, user, Map.of()));
        String mail = "analyst-" + unique + "@cadenza.test";
        users.create(new NewUser(mail, "correct-horse-battery", Role.ANALYST));
        assertThat(entries("?entityId=" + user)).hasSize(1);
        JsonNode seen = http.withBasicAuth(mail, "correct-horse-battery")
                .getForObject("/api/v1/activities?entityId=" + user, JsonNode.class);
        assertThat(seen.get("content")).isEmpty();
    }

    private JsonNode entries(String query) {
        return marketing.get("/api/v1/activities" + query).body().get("content");
    }

    /** The oldest first. */
    private List<String> words(UUID entity) {
        List<String> words = new ArrayList<>(entries("?size=500&entityId=" + entity).findValuesAsText("action"));
        Collections.reverse(words);
        return words;
    }
}
