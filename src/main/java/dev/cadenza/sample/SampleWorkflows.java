package dev.cadenza.sample;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;

/**
 * Three workflows that run by themselves on a first start, with seconds in place of days: a welcome series, an abandoned
 * cart and leads nurtured by their score; and a web site and a shop that say what some of the sample leads do.
 */
final class SampleWorkflows {

    static final String WELCOME = "Welcome series";
    static final String CART = "Abandoned cart";
    static final String NURTURING = "Lead nurturing by score";

    private static final Logger LOG = LoggerFactory.getLogger(SampleWorkflows.class);
    private static final String LIST = "Newsletter";
    private static final String SHOP = "Sample shop";
    private static final String SITE = "Sample web site";
    /** The source of enrichment that asks nobody outside. */
    private static final String FACTS = "embedded";
    private static final int ACTIVE_LEADS = 8;
    private static final Duration ENTRY_WAIT = Duration.ofSeconds(40);

    private final OwnApi api;
    private final ObjectMapper json = new ObjectMapper();

    SampleWorkflows(OwnApi api) {
        this.api = api;
    }

    /** @param leadList where the sample leads are @param sender id of the account that sends */
    void load(String leadList, String sender) throws InterruptedException {
        String list = api.named("/lists", LIST).orElseGet(() ->
                api.post("/lists", Map.of("name", LIST)).get("id").asText());
        Map<String, String> places = Map.of("{list}", list, "{source}", FACTS);
        boolean fresh = activate(WELCOME, "welcome-series", sender, places,
                "Who joins the newsletter gets a welcome, and another one that knows whether the first was looked at.");
        String cart = workflow(CART, "abandoned-cart", sender, places,
                "Who leaves a cart is reminded, until the order comes.");
        fresh |= activate(cart);
        fresh |= activate(NURTURING, "lead-nurturing", sender, places,
                "Who reaches ten points gets something to read; who asks for a demo is called.");
        if (fresh) {
            happenings(list, leadList, cart);
        }
    }

    private boolean activate(String name, String file, String sender, Map<String, String> places, String description) {
        return activate(workflow(name, file, sender, places, description));
    }

    private String workflow(String name, String file, String sender, Map<String, String> places, String description) {
        return api.named("/workflows", name).orElseGet(() -> api.post("/workflows", Map.of("name", name,
                "description", description, "graph", graph(file, places),
                "settings", Map.of("senderAccountId", sender, "reEntry", "ONCE_FINISHED"))).get("id").asText());
    }

    /** Returns false for one that was active before: a user may have deactivated it. */
    private boolean activate(String id) {
        boolean fresh = !api.get("/workflows/" + id).hasNonNull("activeVersion");
        if (fresh) {
            api.post("/workflows/" + id + "/activate", null);
        }
        return fresh;
    }

    private JsonNode graph(String file, Map<String, String> places) {
        try {
            String text = new ClassPathResource("sample/workflows/" + file + ".json")
                    .getContentAsString(StandardCharsets.UTF_8);
            for (Map.Entry<String, String> place : places.entrySet()) {
                text = text.replace(place.getKey(), place.getValue());
            }
            return json.readTree(text);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("The sample workflow " + file + " is no JSON", broken);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** Events have ids, so that a start which was interrupted repeats nothing. */
    private void happenings(String list, String leadList, String cart) throws InterruptedException {
        List<JsonNode> leads = api.list("/lists/" + leadList + "/members?size=" + ACTIVE_LEADS);
        api.post("/lists/" + list + "/members", Map.of("leadIds",
                leads.stream().map(lead -> lead.path("id").asText()).toList()));
        Source site = source(SITE, "VISIT");
        Source shop = source(SHOP, "CUSTOM");
        for (int i = 0; i < leads.size(); i++) {
            String email = leads.get(i).path("email").asText();
            for (int visit = 1; visit <= 2 + i % 2; visit++) {
                report(site, "/pricing", email, "visit-" + i + "-" + visit);
            }
            if (i < 2) {
                report(shop, "demo_requested", email, "demo-" + i);
            } else if (i < 6) {
                report(shop, "cart_abandoned", email, "cart-" + i);
            }
        }
        await(cart);
        report(shop, "order_placed", leads.get(Math.min(2, leads.size() - 1)).path("email").asText(), "order-1");
        LOG.info("Sample workflows are active; {} leads do something", leads.size());
    }

    private record Source(String key, String secret) {
    }

    private Source source(String name, String kind) {
        JsonNode made = api.named("/data-sources", name)
                .map(id -> api.post("/data-sources/" + id + "/secret", Map.of()))
                .orElseGet(() -> api.post("/data-sources", Map.of("name", name, "type", "webhook",
                        "settings", Map.of("verification", "TOKEN", "mapping", Map.of("kind", kind, "event", "/event",
                                "eventId", "/id", "email", "/email")))));
        return new Source(made.at("/source/key").asText(), made.path("secret").asText());
    }

    private void report(Source source, String event, String email, String id) {
        api.report(source.key(), source.secret(), Map.of("event", event, "email", email, "id", id));
    }

    /** An order counts from the moment at which its lead came in. */
    private void await(String workflow) throws InterruptedException {
        long end = System.nanoTime() + ENTRY_WAIT.toNanos();
        while (System.nanoTime() < end
                && api.get("/workflows/" + workflow + "/executions").path("totalElements").asLong() == 0) {
            Thread.sleep(200);
        }
    }
}
