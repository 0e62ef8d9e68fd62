package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.source.DataEvent.Posted;
import dev.cadenza.source.Reading.Happening;
import dev.cadenza.source.Reading.Order;
import dev.cadenza.source.Reading.Who;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Webhooks of Shopify: {@code X-Shopify-Hmac-Sha256} over the raw body with the app's client secret, one event a post,
 * delivered at least once under the same {@code X-Shopify-Event-Id} (shopify.dev/docs/apps/build/webhooks).
 */
@Component
class ShopifyFormat implements SourceFormat {

    private static final int MOST_ITEMS = 20;
    /** An order is created before it is paid for; only one of the two is a purchase. */
    private static final String PAID = "orders/paid";

    private final Values values;
    private final ObjectMapper json;

    ShopifyFormat(Values values, ObjectMapper json) {
        this.values = values;
        this.json = json;
    }

    @Override
    public SourceType type() {
        return SourceType.SHOPIFY;
    }

    @Override
    public boolean admit(DataSource source, List<String> secrets, SourcePost post) {
        if (!Digests.signedBase64(secrets, post.header("X-Shopify-Hmac-Sha256"), post.body())) {
            throw SourceRefused.signature();
        }
        String shop = source.settings().shopDomain();
        if (shop != null && !shop.equalsIgnoreCase(post.header("X-Shopify-Shop-Domain"))) {
            throw SourceRefused.signature();
        }
        return true;
    }

    @Override
    public List<Posted> split(DataSource source, SourcePost post) {
        String topic = Values.word(text(post.header("X-Shopify-Topic"))).orElse(DataEvent.UNREADABLE);
        JsonNode body = Bodies.json(json, post);
        if (!body.isObject()) {
            throw new UnreadableData("A webhook of Shopify is a JSON object");
        }
        ObjectNode envelope = json.createObjectNode();
        envelope.put("topic", topic);
        envelope.put("shop", post.header("X-Shopify-Shop-Domain"));
        envelope.put("triggeredAt", post.header("X-Shopify-Triggered-At"));
        envelope.set("body", body);
        String id = Optional.ofNullable(post.header("X-Shopify-Event-Id"))
                .orElseGet(() -> Optional.ofNullable(post.header("X-Shopify-Webhook-Id")).orElseGet(post::text));
        return List.of(new Posted(topic, topic + "\n" + id, Bodies.text(json, envelope)));
    }

    @Override
    public Reading read(DataSource source, DataEvent event, JsonNode payload) {
        String topic = payload.path("topic").asText();
        JsonNode body = payload.path("body");
        Who who = who(topic, body);
        switch (topic) {
            case "customers/data_request":
                return Reading.of(who, Order.EXPORT);
            case "customers/redact":
                return Reading.of(who, Order.ERASE);
            case "shop/redact":
                return Reading.of(Who.NOBODY, Order.ERASE_SOURCE);
            case "app/uninstalled":
                return Reading.of(Who.NOBODY, Order.DISCONNECT);
            default:
                break;
        }
        if (who.email() == null && who.phone() == null && who.identities().isEmpty()) {
            return Reading.refused("The topic " + topic + " tells of no person.");
        }
        Instant at = Values.time(payload.get("triggeredAt"), Values.time(body.get("created_at"), event.receivedAt()));
        Map<String, String> fields = new HashMap<>();
        tell(customer(topic, body), fields);
        Happening happening = topic.equals(PAID)
                ? new Happening(EventKind.PURCHASE, null, order(body), at)
                : new Happening(EventKind.CUSTOM, topic, about(topic, body), at);
        return Reading.of(who, happening, fields, Map.of());
    }

    private Who who(String topic, JsonNode body) {
        JsonNode customer = customer(topic, body);
        String email = Optional.ofNullable(Values.text(body.path("email"))).or(() -> Optional.ofNullable(
                Values.text(customer.path("email")))).orElseGet(() -> Values.text(body.path("contact_email")));
        String phone = Optional.ofNullable(Values.text(body.path("phone"))).orElseGet(() ->
                Values.text(customer.path("phone")));
        List<String> identities = new ArrayList<>();
        identity(Who.CUSTOMER, customer.path("id"), identities);
        identity("cart:", body.path("cart_token"), identities);
        if (topic.startsWith("carts/")) {
            identity("cart:", body.path("token"), identities);
        } else if (topic.startsWith("checkouts/")) {
            identity("checkout:", body.path("token"), identities);
        }
        identity("checkout:", body.path("checkout_token"), identities);
        return new Who(values.email(email), values.phone(phone), List.of(), identities.stream().distinct().toList());
    }

    private static void identity(String kind, JsonNode value, List<String> identities) {
        Values.word(value).ifPresent(word -> identities.add(kind + word));
    }

    /** The topics about customers are one themselves, but those that ask for something about one. */
    private static JsonNode customer(String topic, JsonNode body) {
        return topic.startsWith("customers/") && !body.has("customer") ? body : body.path("customer");
    }

    private void tell(JsonNode customer, Map<String, String> fields) {
        Map<String, Object> none = new HashMap<>();
        values.put("firstName", customer.get("first_name"), fields, none);
        values.put("lastName", customer.get("last_name"), fields, none);
        values.put("phone", customer.get("phone"), fields, none);
        JsonNode address = customer.path("default_address");
        values.put("company", address.get("company"), fields, none);
        values.put("city", address.get("city"), fields, none);
        values.put("country", address.get("country"), fields, none);
    }

    private static ObjectNode about(String topic, JsonNode body) {
        ObjectNode about = topic.startsWith("customers/") ? JsonNodeFactory.instance.objectNode() : order(body);
        about.put("topic", topic);
        put(about, "checkoutUrl", Values.text(body.path("abandoned_checkout_url")));
        return about;
    }

    private static ObjectNode order(JsonNode body) {
        ObjectNode order = JsonNodeFactory.instance.objectNode();
        BigDecimal value = Values.amount(body.path("total_price"));
        if (value != null) {
            order.put("value", value);
        }
        put(order, "currency", Values.text(body.path("currency")));
        put(order, "orderId", Values.text(body.path("id")));
        put(order, "orderName", Values.text(body.path("name")));
        ArrayNode items = JsonNodeFactory.instance.arrayNode();
        for (JsonNode line : body.path("line_items")) {
            if (items.size() < MOST_ITEMS) {
                ObjectNode item = items.addObject();
                put(item, "title", Values.text(line.path("title")));
                put(item, "sku", Values.text(line.path("sku")));
                put(item, "quantity", Values.text(line.path("quantity")));
                put(item, "price", Values.text(line.path("price")));
            }
        }
        if (!items.isEmpty()) {
            order.set("items", items);
        }
        return Values.small(order);
    }

    private static void put(ObjectNode object, String name, @Nullable String value) {
        if (value != null) {
            object.put(name, value);
        }
    }

    private static @Nullable JsonNode text(@Nullable String value) {
        return value == null ? null : JsonNodeFactory.instance.textNode(value);
    }
}
