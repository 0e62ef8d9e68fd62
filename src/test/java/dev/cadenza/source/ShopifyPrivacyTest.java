package dev.cadenza.source;

import static dev.cadenza.source.SourceFixture.mail;
import static dev.cadenza.testing.Marketing.expect;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.source.SourceFixture.Source;
import dev.cadenza.testing.CadenzaTest;
import dev.cadenza.testing.EngineTurns;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.client.TestRestTemplate;

/** The mandatory privacy topics of Shopify do what they say. */
@CadenzaTest
class ShopifyPrivacyTest {

    @Autowired
    SourceFixture fixture;
    @Autowired
    EngineTurns engine;
    @Autowired
    TestRestTemplate http;

    private UUID bought(Source shop, String email, long customer) throws Exception {
        fixture.shopify(shop, "orders/paid", "paid-" + email, """
                {"id": 5, "email": "%s", "total_price": "10.00", "currency": "EUR",
                 "customer": {"id": %d, "email": "%s", "first_name": "Ada"}}""".formatted(email, customer, email));
        fixture.applyAll();
        return fixture.leadOf(email);
    }

    @Test
    void customersRedactErasesThePerson() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        String email = mail("redact");
        UUID lead = bought(shop, email, 77);
        assertThat(lead).isNotNull();

        fixture.shopify(shop, "products/update", "nobody-" + email, "{\"vendor\": \"" + email + "\"}");
        fixture.applyAll();
        assertThat(fixture.events(shop, "REFUSED")).hasSize(1);

        fixture.shopify(shop, "customers/redact", "r-" + email, """
                {"shop_id": 954889, "shop_domain": "demo.myshopify.com", "customer": {"id": 77, "email": "%s"},
                 "orders_to_redact": [5]}""".formatted(email));
        fixture.applyAll();
        int received = fixture.view(shop).get("received").asInt();
        engine.runDueJobs();

        assertThat(fixture.marketing.get("/api/v1/leads/" + lead).status()).isEqualTo(404);
        assertThat(fixture.view(shop).get("received").asInt()).as("no count goes down").isEqualTo(received);
        for (String table : new String[] {"lead", "lead_event", "data_event", "source_identity", "source_lead",
                "lead_hash",
            "data_request"}) {
            assertThat(fixture.jdbc.queryForObject("select count(*) from " + table
                    + " t where position(? in t::text) > 0"
                    + " or position(? in t::text) > 0", Long.class, email, lead.toString())).as(table).isZero();
        }
        assertThat(fixture.marketing.get("/api/v1/suppressions/check?address=" + email).body()
                .at("/suppression/reason").asText()).isEqualTo("ERASED");
        bought(shop, email, 77);
        assertThat(fixture.leadOf(email)).as("the order that is delivered again is known").isNull();
    }

    @Test
    void customersDataRequestHandsTheFileOut() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        String email = mail("request");
        UUID lead = bought(shop, email, 78);
        String body = """
                {"shop_domain": "demo.myshopify.com", "orders_requested": [5], "customer": {"id": 78, "email": "%s"},
                 "data_request": {"id": 9999}}""".formatted(email);
        fixture.shopify(shop, "customers/data_request", "d-" + email, body);
        fixture.shopify(shop, "customers/data_request", "other-" + email, body);
        fixture.applyAll();

        JsonNode open = fixture.marketing.get("/api/v1/data-requests?open=true&size=500").body().get("content");
        JsonNode own = null;
        int found = 0;
        for (JsonNode one : open) {
            if (lead.toString().equals(one.path("leadId").asText())) {
                own = one;
                found++;
            }
        }
        assertThat(found).as("asked twice under one number").isEqualTo(1);
        assertThat(own.get("reference").asText()).isEqualTo("9999");
        String id = own.get("id").asText();
        byte[] zip = http.withBasicAuth("admin@cadenza.test", "correct-horse-battery").getForObject(
                "/api/v1/data-requests/" + id + "/file.zip", byte[].class);
        assertThat(entry(zip, "lead.json")).contains(email);
        assertThat(entry(zip, "sourceEvents.json")).contains("orders/paid");
        assertThat(expect(200, fixture.marketing.post("/api/v1/data-requests/" + id + "/done", null)).body()
                .get("answeredAt").asText()).isNotEmpty();
    }

    @Test
    void shopRedactErasesAllThatTheShopBrought() throws Exception {
        Source shop = fixture.source("shopify", Map.of("createLeads", true));
        Source other = fixture.source("shopify", Map.of("createLeads", true));
        String email = mail("shop");
        String stays = mail("stays");
        UUID own = fixture.lead(stays);
        bought(shop, email, 80);
        bought(shop, stays, 81);
        UUID neighbour = bought(other, mail("neighbour"), 80);

        fixture.shopify(shop, "shop/redact", "s-1", "{\"shop_id\": 1, \"shop_domain\": \"demo.myshopify.com\"}");
        fixture.applyAll();
        engine.runDueJobs();

        assertThat(fixture.leadOf(email)).isNull();
        assertThat(fixture.leadOf(stays)).as("was there before the shop").isEqualTo(own);
        assertThat(fixture.jdbc.queryForObject("select count(*) from data_event where source_id = ?"
                + " and (payload like '%@%' or lead_id is not null)", Long.class, shop.id())).isZero();
        assertThat(fixture.jdbc.queryForObject("select count(*) from lead where id = ?", Long.class, neighbour))
                .isEqualTo(1);
    }

    private static String entry(byte[] bytes, String name) throws Exception {
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(name)) {
                    return new String(zip.readAllBytes(), StandardCharsets.UTF_8);
                }
            }
        }
        return "";
    }
}
