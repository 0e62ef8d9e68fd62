package dev.cadenza.source;

import static dev.cadenza.source.SourceFixture.base64;
import static dev.cadenza.source.SourceFixture.hex;
import static dev.cadenza.source.SourceFixture.hmac;
import static dev.cadenza.source.SourceFixture.mail;
import static dev.cadenza.source.SourceFixture.sha256;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.source.SourceFixture.Source;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.TestClock;
import java.net.http.HttpResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Each type of source with what it really sends. */
@CadenzaTest
class SourceFormatsTest {

    @Autowired
    SourceFixture fixture;
    @Autowired
    TestClock clock;

    @Test
    void anOrderOfAShopBecomesAPurchaseOfTheLead() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        String email = mail("buyer");
        String order = """
                {"id": 450789469, "name": "#1001", "email": "%s", "total_price": "199.50", "currency": "EUR",
                 "created_at": "2026-01-02T03:04:05+01:00", "checkout_token": "tok-1",
                 "customer": {"id": 207119551, "email": "%s", "first_name": "Ada", "last_name": "Lovelace",
                   "default_address": {"company": "Engines", "city": "London", "country": "United Kingdom"}},
                 "line_items": [{"title": "Card", "sku": "C-1", "quantity": 2, "price": "99.75"}]}
                """.formatted(email, email);

        assertThat(fixture.shopify(shop, "orders/create", "e-1", order).statusCode()).isEqualTo(200);
        assertThat(fixture.shopify(shop, "orders/paid", "e-2", order).statusCode()).isEqualTo(200);
        assertThat(fixture.shopify(shop, "orders/paid", "e-2", order).statusCode()).as("again").isEqualTo(200);
        fixture.applyAll();

        UUID lead = fixture.leadOf(email);
        assertThat(fixture.stream(lead)).containsExactly("CUSTOM orders/create", "PURCHASE");
        JsonNode read = fixture.marketing.get("/api/v1/leads/" + lead).body();
        assertThat(read.get("firstName").asText()).isEqualTo("Ada");
        assertThat(read.get("company").asText()).isEqualTo("Engines");
        assertThat(read.get("source").asText()).startsWith("shopify:");
        assertThat(fixture.jdbc.queryForObject("select payload->>'value' || ' ' || (payload->>'currency')"
                + " from lead_event where lead_id = ? and kind = 'PURCHASE'", String.class, lead))
                .isEqualTo("199.50 EUR");
        JsonNode view = fixture.view(shop);
        assertThat(view.get("received").asInt()).isEqualTo(2);
        assertThat(view.get("applied").asInt()).isEqualTo(2);
        assertThat(view.get("lastSyncAt").asText()).isNotEmpty();
    }

    @Test
    void aDeliveryThatComesLateDoesNotBringBackWhatWas() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        String email = mail("late");
        String customer = "{\"id\": 99, \"email\": \"" + email + "\", \"first_name\": \"%s\"%s}";
        fixture.shopify(shop, "customers/update", "u-2", customer.formatted("Grace", ""), clock.instant());
        fixture.applyAll();
        fixture.shopify(shop, "customers/update", "u-1", customer.formatted("Ada", ", \"last_name\": \"Hopper\""),
                clock.instant().minusSeconds(3600));
        fixture.applyAll();
        JsonNode read = fixture.marketing.get("/api/v1/leads/" + fixture.leadOf(email)).body();
        assertThat(read.get("firstName").asText()).isEqualTo("Grace");
        assertThat(read.get("lastName").asText()).as("nothing newer said anything else").isEqualTo("Hopper");

        fixture.shopify(shop, "customers/update", "u-3", customer.formatted("Rear Admiral", ""), clock.instant());
        fixture.applyAll();
        assertThat(fixture.marketing.get("/api/v1/leads/" + fixture.leadOf(email)).body().get("firstName").asText())
                .isEqualTo("Rear Admiral");
    }

    @Test
    void anAbandonedCartComesAlongWhenItsCheckoutTellsWhoItIs() throws Exception {
        Source shop = fixture.source("shopify", Map.of());
        String email = mail("cart");
        UUID lead = fixture.lead(email);
        String cart = "cart-" + UUID.randomUUID();

        fixture.shopify(shop, "carts/update", "c-1", "{\"token\": \"" + cart + "\", \"line_items\": []}");
        fixture.applyAll();
        assertThat(fixture.stream(lead)).isEmpty();
        assertThat(fixture.view(shop).get("anonymous").asInt()).isEqualTo(1);
        fixture.shopify(shop, "checkouts/create", "c-2", "{\"token\": \"ch-1\", \"cart_token\": \"" + cart
                + "\", \"email\": \"" + email + "\", \"abandoned_checkout_url\": \"https://demo.example/c\"}");
        fixture.applyAll();

        assertThat(fixture.stream(lead)).containsExactly("CUSTOM carts/update", "CUSTOM checkouts/create");
        assertThat(fixture.view(shop).get("anonymous").asInt()).isZero();
    }

    @Test
    void aShopThatTakesTheAppAwayIsDisconnected() throws Exception {
        Source shop = fixture.source("shopify", Map.of());
        fixture.shopify(shop, "app/uninstalled", "u-1", "{\"id\": 1}");
        fixture.applyAll();
        assertThat(fixture.view(shop).get("status").asText()).isEqualTo("DISCONNECTED");
    }

    @Test
    void theConversionsApiFindsALeadByTheHashOfItsAddress() throws Exception {
        Source pixel = fixture.source("facebook_pixel", Map.of());
        String email = mail("hashed");
        UUID lead = fixture.lead(email);
        long now = clock.instant().getEpochSecond();
        String body = """
                {"data": [{"event_name": "Purchase", "event_time": %d, "event_id": "p-1", "action_source": "website",
                  "event_source_url": "https://shop.example/thanks", "user_data": {"em": ["%s"], "fbp": "fb.1.%s"},
                  "custom_data": {"currency": "USD", "value": 142.52}},
                 {"event_name": "PageView", "event_time": %d, "event_id": "v-1", "event_source_url":
                  "https://shop.example/pricing?x=1", "user_data": {"fbp": "fb.1.%s"}}]}
                """.formatted(now, sha256(email), lead, now, lead);

        HttpResponse<String> answer = fixture.post("/hooks/sources/" + pixel.key()
                + "/v21.0/123456/events?access_token="
                + pixel.secret(), body, "Content-Type", "application/json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"events_received\":2");
        fixture.post("/hooks/sources/" + pixel.key(), body.replaceFirst("\\{", "{\"access_token\": \"" + pixel.secret()
                + "\","));
        fixture.applyAll();
        clock.advance(Duration.ofSeconds(3));
        fixture.applyAll();

        assertThat(fixture.stream(lead)).containsExactlyInAnyOrder("PURCHASE", "VISIT /pricing");
        assertThat(fixture.view(pixel).get("received").asInt()).isEqualTo(2);
    }

    @Test
    void anAddressThatChangedIsFoundByItsNewHashOnly() throws Exception {
        Source pixel = fixture.source("facebook_pixel", Map.of());
        String old = mail("old");
        String fresh = mail("new");
        UUID lead = fixture.lead(old);
        event(pixel, old, "h-1");
        fixture.marketing.patch("/api/v1/leads/" + lead, Map.of("email", fresh));
        clock.advance(Duration.ofHours(2));
        event(pixel, old, "h-2");
        event(pixel, fresh, "h-3");

        assertThat(fixture.stream(lead)).containsExactly("CUSTOM Lead", "CUSTOM Lead");
        assertThat(fixture.events(pixel, "REFUSED")).hasSize(1);
    }

    private void event(Source pixel, String email, String id) throws Exception {
        assertThat(fixture.post("/hooks/sources/" + pixel.key() + "?access_token=" + pixel.secret(), """
                {"data": [{"event_name": "Lead", "event_time": %d, "event_id": "%s", "user_data": {"em": "%s"}}]}
                """.formatted(clock.instant().getEpochSecond(), id, sha256(email))).statusCode()).isEqualTo(200);
        fixture.applyAll();
        clock.advance(Duration.ofSeconds(3));
        fixture.applyAll();
    }

    @Test
    void oneEventThatIsTooOldRefusesTheWholePostAsMetaDoes() throws Exception {
        Source pixel = fixture.source("facebook_pixel", Map.of());
        long now = clock.instant().getEpochSecond();
        assertThat(fixture.post("/hooks/sources/" + pixel.key() + "?access_token=" + pixel.secret(), """
                {"data": [{"event_name": "Lead", "event_time": %d, "user_data": {"external_id": "1"}},
                  {"event_name": "Lead", "event_time": %d, "user_data": {"external_id": "1"}}]}
                """.formatted(now, now - 8 * 86_400)).statusCode()).isEqualTo(400);
        assertThat(fixture.view(pixel).get("received").asInt()).isZero();
    }

    @Test
    void whoOptedOutIsLeftOut() throws Exception {
        Source pixel = fixture.source("facebook_pixel", Map.of());
        fixture.post("/hooks/sources/" + pixel.key() + "?access_token=" + pixel.secret(), """
                {"data": [{"event_name": "Lead", "event_time": %d, "opt_out": true, "user_data": {"external_id": "1"}}]}
                """.formatted(clock.instant().getEpochSecond()));
        fixture.applyAll();
        assertThat(fixture.events(pixel, "REFUSED").get(0).get("reason").asText()).contains("opted out");
    }

    @Test
    void aWebhookIsReadByItsMapping() throws Exception {
        UUID list = fixture.marketing.aListOf(List.of());
        Source webhook = fixture.source("webhook", Map.of("createLeads", true, "listId", list, "mapping", Map.of(
                "items", "/data", "kind", "CUSTOM", "event", "/what", "eventId", "/uuid", "email", "/who/mail",
                "occurredAt", "/when", "fields", Map.of("/who/name", "name", "/who/plan", "attributes.plan"))));
        String email = mail("mapped");
        String body = """
                {"data": [{"uuid": "1", "what": "signed_up", "when": "2026-01-02T03:04:05Z",
                  "who": {"mail": "%s", "name": "Grace Hopper", "plan": "team"}}]}""".formatted(email);

        HttpResponse<String> answer = fixture.post("/hooks/sources/" + webhook.key(), body, "X-Cadenza-Signature",
                "sha256=" + hex(hmac(webhook.secret(), body)));
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEqualTo("{\"received\":1,\"added\":1}");
        fixture.applyAll();

        UUID lead = fixture.leadOf(email);
        assertThat(fixture.stream(lead)).containsExactly("CUSTOM signed_up");
        JsonNode read = fixture.marketing.get("/api/v1/leads/" + lead).body();
        assertThat(read.get("lastName").asText()).isEqualTo("Hopper");
        assertThat(read.at("/attributes/plan").asText()).isEqualTo("team");
        assertThat(fixture.marketing.get("/api/v1/lists/" + list + "/members").body().get("totalElements").asInt())
                .isEqualTo(1);
        assertThat(fixture.jdbc.queryForObject("select occurred_at = '2026-01-02T03:04:05Z' from lead_event"
                + " where lead_id = ? and kind = 'CUSTOM'", Boolean.class, lead)).isTrue();
    }

    @Test
    void aWebhookOfATriggerHasItsOwnAddressAndSecret() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("verification", "TOKEN"));
        String email = mail("trigger");
        UUID lead = fixture.lead(email);
        assertThat(fixture.post("/hooks/sources/" + webhook.key(), "{\"email\": \"" + email + "\", \"id\": 7}",
                "Authorization", "Bearer " + webhook.secret()).statusCode()).isEqualTo(202);
        fixture.applyAll();
        assertThat(fixture.stream(lead)).containsExactly("WEBHOOK_CALLED " + webhook.key());
    }

    @Test
    void whatIsRefusedIsListedWithItsReasonAndCanBeRepeated() throws Exception {
        Source webhook = fixture.source("webhook", Map.of("verification", "TOKEN"));
        String email = mail("later");
        fixture.post("/hooks/sources/" + webhook.key(), "{\"email\": \"" + email + "\"}", "Authorization",
                "Bearer " + webhook.secret());
        fixture.post("/hooks/sources/" + webhook.key(), "{\"nobody\": true}", "Authorization", "Bearer "
                + webhook.secret());
        fixture.applyAll();
        JsonNode refused = fixture.events(webhook, "REFUSED");
        assertThat(refused).hasSize(2);
        assertThat(refused.get(1).get("reason").asText()).contains("createLeads");
        assertThat(fixture.view(webhook).get("refused").asInt()).isEqualTo(2);

        UUID lead = fixture.lead(email);
        assertThat(fixture.marketing.post("/api/v1/data-sources/" + webhook.id() + "/events/repeat", Map.of()).body()
                .get("repeated").asInt()).isEqualTo(2);
        fixture.applyAll();

        assertThat(fixture.stream(lead)).hasSize(1);
        assertThat(fixture.events(webhook, "REFUSED")).hasSize(1);
        assertThat(fixture.events(webhook, "APPLIED").get(0).get("leadId").asText()).isEqualTo(lead.toString());
    }

    @Test
    void whatCantBeReadIsKept() throws Exception {
        Source shop = fixture.source("shopify", Map.of());
        assertThat(fixture.shopify(shop, "orders/paid", "bad", "{\"id\": ").statusCode()).isEqualTo(200);
        fixture.applyAll();
        JsonNode failed = fixture.events(shop, "FAILED").get(0);
        assertThat(fixture.marketing.get("/api/v1/data-sources/" + shop.id() + "/events/" + failed.get("id").asText())
                .body().get("payload").asText()).isEqualTo("{\"id\": ");
    }

    @Test
    void aFormFillsALeadAndLeadsOn() throws Exception {
        Source form = fixture.source("form", Map.of("createLeads", true, "honeypot", "url", "redirectUrl",
                "https://www.example.com/thanks", "origins", List.of("https://www.example.com")));
        String email = mail("form");

        HttpResponse<String> answer = form(form, Map.of("email", email, "first_name", "Mary", "url", "", "topic",
                "Demo"));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("https://www.example.com/thanks");
        fixture.applyAll();

        UUID lead = fixture.leadOf(email);
        assertThat(fixture.stream(lead)).containsExactly("FORM_SUBMITTED " + form.key());
        assertThat(fixture.marketing.get("/api/v1/leads/" + lead).body().get("firstName").asText()).isEqualTo("Mary");
        form(form, Map.of("email", email, "first_name", "Mallory", "city", "Paris"));
        fixture.applyAll();
        JsonNode read = fixture.marketing.get("/api/v1/leads/" + lead).body();
        assertThat(read.get("firstName").asText()).as("a stranger fills what is empty and changes nothing")
                .isEqualTo("Mary");
        assertThat(read.get("city").asText()).isEqualTo("Paris");
    }

    @Test
    void aFormIsTakenInPartsToo() throws Exception {
        Source form = fixture.source("form", Map.of("createLeads", true));
        String email = mail("parts");
        String line = "--xyz\r\nContent-Disposition: form-data; name=";
        String body = line + "\"email\"\r\n\r\n" + email + "\r\n" + line + "\"last_name\"\r\n\r\nMüller & Söhne\r\n"
                + line + "\"cv\"; filename=\"cv.txt\"\r\nContent-Type: text/plain\r\n\r\nsecret\r\n--xyz--\r\n";
        String path = "/hooks/forms/" + form.key();
        assertThat(fixture.post(path, body, "Content-Type", "multipart/form-data; boundary=xyz").statusCode())
                .isEqualTo(202);
        assertThat(fixture.post(path, line + "\"email\"\r\n\r\n" + "x".repeat(1_100_000), "Content-Type",
                "multipart/form-data; boundary=xyz").statusCode()).as("too large, and not read").isEqualTo(415);
        assertThat(fixture.post(path, "no parts", "Content-Type", "multipart/form-data; boundary=xyz").statusCode())
                .isBetween(400, 499);
        fixture.applyAll();

        JsonNode read = fixture.marketing.get("/api/v1/leads/" + fixture.leadOf(email)).body();
        assertThat(read.get("lastName").asText()).isEqualTo("Müller & Söhne");
        assertThat(fixture.jdbc.queryForObject("select payload from data_event where source_id = ?", String.class,
                form.id())).doesNotContain("secret");
    }

    @Test
    void machinesAndForeignPagesGetNothingIntoAForm() throws Exception {
        Source form = fixture.source("form", Map.of("createLeads", true, "honeypot", "url", "redirectUrl",
                "https://www.example.com/thanks", "origins", List.of("https://www.example.com")));
        String machine = mail("machine");
        assertThat(form(form, Map.of("email", machine, "url", "https://spam.example")).statusCode()).isEqualTo(303);
        assertThat(form(form, Map.of("email", mail("r"), "_redirect", "https://evil.example/x")).headers()
                .firstValue("Location")).contains("https://www.example.com/thanks");
        assertThat(form(form, Map.of("email", mail("r"), "_redirect", "https://www.example.com/other")).headers()
                .firstValue("Location")).contains("https://www.example.com/other");
        assertThat(fixture.post("/hooks/forms/" + form.key(), "email=a%40example.com", "Origin", "https://evil.example",
                "Content-Type", "application/x-www-form-urlencoded").statusCode()).isEqualTo(403);
        fixture.applyAll();
        assertThat(fixture.leadOf(machine)).isNull();
        assertThat(fixture.view(form).get("received").asInt()).isEqualTo(2);
    }

    private HttpResponse<String> form(Source form, Map<String, String> fields) throws Exception {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&").append(name).append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return fixture.post("/hooks/forms/" + form.key(), body.toString(), "Content-Type",
                "application/x-www-form-urlencoded", "Origin", "https://www.example.com");
    }

    @Test
    void aSignatureIsBase64OfTheRawBody() throws Exception {
        // The example of docs/data-sources.md: printf '{"id":1}' | openssl dgst -sha256 -hmac ... -binary | base64
        assertThat(base64(hmac("shpss_0123456789abcdef", "{\"id\":1}"))).hasSize(44);
        assertThat(Digests.signedBase64(List.of("other-secret", "shpss_0123456789abcdef"), base64(hmac(
                "shpss_0123456789abcdef", "{\"id\":1}")), "{\"id\":1}".getBytes(StandardCharsets.UTF_8))).isTrue();
    }
}
