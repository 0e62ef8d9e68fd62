package dev.cadenza.fair;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.Marketing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;

/** Trade events and their leads, over HTTP. */
@CadenzaTest
class EventApiTest {

    private static final String EVENTS = "/api/v1/events";

    @Autowired
    Marketing marketing;

    private final String unique = UUID.randomUUID().toString().substring(0, 8);

    @Test
    void anEventIsMadeFoundChangedAndDeleted() {
        Marketing.Answer created = marketing.post(EVENTS, Map.of("name", " Fair " + unique, "date", "2026-04-20",
                "location", "Hannover", "industry", "Machines", "description", "Hall 7\nStand 12"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.location()).isEqualTo(EVENTS + "/" + created.id());
        JsonNode event = created.body();
        assertThat(event.get("name").textValue()).isEqualTo("Fair " + unique);
        assertThat(event.get("date").textValue()).isEqualTo("2026-04-20");
        assertThat(event.get("leads").intValue()).isZero();
        assertThat(event.get("cards").intValue()).isZero();
        assertThat(marketing.get(EVENTS + "?q=FAIR%20" + unique).body().get("content")).hasSize(1);
        assertThat(marketing.get(EVENTS + "?q=100%25" + unique).body().get("content")).isEmpty();

        JsonNode changed = marketing.call(HttpMethod.PUT, EVENTS + "/" + created.id(),
                Map.of("name", "Expo " + unique, "date", "2026-05-01")).body();
        assertThat(changed.get("name").textValue()).isEqualTo("Expo " + unique);
        assertThat(changed.has("location")).isFalse();

        assertThat(marketing.call(HttpMethod.DELETE, EVENTS + "/" + created.id(), null).status()).isEqualTo(204);
        assertThat(marketing.get(EVENTS + "/" + created.id()).status()).isEqualTo(404);
        assertThat(words(created.id())).containsExactly("event_deleted", "event_updated", "event_created");
    }

    @Test
    void whatIsWrongIsNamed() {
        Map<String, Object> body = new HashMap<>(Map.of("name", " ", "date", "20.04.2026", "location", "x".repeat(256),
                "industry", "a\nb"));
        Marketing.Answer answer = marketing.post(EVENTS, body);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body().get("errors").findValuesAsText("field"))
                .containsExactlyInAnyOrder("name", "date", "location", "industry");
        assertThat(marketing.post(EVENTS, Map.of("name", "x", "date", "0026-04-20")).status()).isEqualTo(422);
        assertThat(marketing.post(EVENTS, Map.of("nom", "x")).status()).isEqualTo(422);
        assertThat(marketing.post(EVENTS, List.of()).status()).isBetween(400, 422);
        assertThat(marketing.call(HttpMethod.PUT, EVENTS + "/" + UUID.randomUUID(), Map.of("name", "x", "date",
                "2026-01-01")).status()).isEqualTo(404);
    }

    @Test
    void leadsComeToAnEventAndLeaveIt() {
        UUID event = event();
        List<UUID> leads = marketing.leads(5);
        UUID nobody = UUID.randomUUID();
        assertThat(added(event, List.of(leads.get(0), leads.get(1), nobody))).isEqualTo(2);
        assertThat(added(event, leads)).isEqualTo(3);
        JsonNode page = marketing.get(EVENTS + "/" + event + "/leads?size=2&page=1").body();
        assertThat(page.get("totalElements").intValue()).isEqualTo(5);
        assertThat(page.get("content").findValuesAsText("id")).containsExactly(leads.get(2).toString(),
                leads.get(3).toString());
        assertThat(marketing.call(HttpMethod.DELETE, EVENTS + "/" + event + "/leads/" + leads.get(0), null).status())
                .isEqualTo(204);
        assertThat(marketing.post(EVENTS + "/" + event + "/leads/remove", Map.of("leadIds", leads.subList(0, 2)))
                .body().get("removed").intValue()).isOne();
        assertThat(marketing.get(EVENTS + "/" + event).body().get("leads").intValue()).isEqualTo(3);
        assertThat(words(event)).containsExactly("contacts_removed_from_event", "contacts_removed_from_event",
                "contacts_added_to_event", "contacts_added_to_event", "event_created");
        assertThat(marketing.post(EVENTS + "/" + event + "/leads", Map.of()).status()).isEqualTo(422);
        assertThat(marketing.post(EVENTS + "/" + UUID.randomUUID() + "/leads", Map.of("leadIds", leads)).status())
                .isEqualTo(404);
    }

    @Test
    void everybodyWhoWasMetCanBePutIntoAList() {
        UUID event = event();
        List<UUID> leads = marketing.leads(4);
        added(event, leads);
        JsonNode copied = marketing.post(EVENTS + "/" + event + "/list", Map.of("newListName", "Met " + unique)).body();
        assertThat(copied.get("added").intValue()).isEqualTo(4);
        String list = copied.get("listId").textValue();
        assertThat(marketing.get("/api/v1/lists/" + list + "/members").body().get("content").findValuesAsText("id"))
                .containsExactlyElementsOf(leads.stream().map(UUID::toString).toList());
        assertThat(marketing.post(EVENTS + "/" + event + "/list", Map.of("listId", list)).body().get("added").intValue())
                .isZero();
        assertThat(marketing.post(EVENTS + "/" + event + "/list", Map.of()).status()).isEqualTo(422);
        assertThat(words(UUID.fromString(list))).containsExactly("contacts_added_to_group", "lead_group_created");
    }

    private UUID event() {
        return marketing.post(EVENTS, Map.of("name", "Event " + unique, "date", "2026-04-20")).id();
    }

    private int added(UUID event, List<UUID> leads) {
        return marketing.post(EVENTS + "/" + event + "/leads", Map.of("leadIds", leads)).body().get("added").intValue();
    }

    private List<String> words(UUID entity) {
        return marketing.get("/api/v1/activities?entityId=" + entity).body().get("content").findValuesAsText("action");
    }
}
