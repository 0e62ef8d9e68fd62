package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.source.DataEvent.Posted;
import dev.cadenza.source.Reading.Happening;
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
 * What a container of Google Tag Manager sends, in the form of the Measurement Protocol of GA4 ({@code {client_id,
 * user_id?, timestamp_micros?, user_data?, events:[{name, params}]}}), with {@code event_id} for deduplication and
 * {@code consent}. A server proves itself by {@code api_secret}; a browser comes from an origin that is let in.
 */
@Component
class GtmFormat implements SourceFormat {

    private static final int MOST = 25;
    private static final int LARGEST = 130 * 1024;
    private static final int LONGEST_NAME = 40;

    private final Values values;
    private final ObjectMapper json;

    GtmFormat(Values values, ObjectMapper json) {
        this.values = values;
        this.json = json;
    }

    @Override
    public SourceType type() {
        return SourceType.GTM;
    }

    @Override
    public boolean admit(DataSource source, List<String> secrets, SourcePost post) {
        String given = Optional.ofNullable(post.query().get("api_secret")).orElseGet(() -> Tokens.bearer(post));
        if (given != null) {
            if (!Digests.isSecret(secrets, given)) {
                throw SourceRefused.signature();
            }
            return true;
        }
        if (!source.settings().admits(post.origin())) {
            throw post.origin() == null ? SourceRefused.signature() : SourceRefused.origin();
        }
        return false;
    }

    @Override
    public List<Posted> split(DataSource source, SourcePost post) {
        if (post.body().length > LARGEST) {
            throw SourceRefused.tooLarge();
        }
        JsonNode body = Bodies.json(json, post);
        JsonNode events = body.path("events");
        if (!body.isObject() || !events.isArray() || events.isEmpty()) {
            throw new UnreadableData("A post holds an object with a list 'events'");
        }
        if (events.size() > MOST) {
            throw SourceRefused.content("A post holds at most " + MOST + " events.");
        }
        ObjectNode shared = json.createObjectNode();
        body.properties().stream().filter(field -> !field.getKey().equals("events"))
                .forEach(field -> shared.set(field.getKey(), field.getValue()));
        List<Posted> posted = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            String name = Values.word(event.path("name")).filter(word -> word.length() <= LONGEST_NAME)
                    .orElseThrow(() -> SourceRefused.content("An event has no name of at most " + LONGEST_NAME
                            + " characters."));
            ObjectNode envelope = shared.deepCopy();
            envelope.set("event", event);
            posted.add(new Posted(name, key(body, event, name, i), Bodies.text(json, envelope)));
        }
        return posted;
    }

    /** The event's own id, or that of the purchase, or the post's with the event's place in it. */
    private static @Nullable String key(JsonNode body, JsonNode event, String name, int place) {
        return Values.word(event.path("params").path("event_id")).or(() -> Values.word(event.path("event_id")))
                .map(id -> name + "\n" + id)
                .or(() -> Values.word(event.path("params").path("transaction_id")).map(id -> name + "\ntransaction "
                + id))
                .or(() -> Values.word(body.path("event_id")).map(id -> name + "\n" + id + "\n" + place))
                .orElse(null);
    }

    @Override
    public Reading read(DataSource source, DataEvent event, JsonNode payload) {
        if (denied(payload.path("consent")) || Boolean.TRUE.equals(source.settings().requireConsent())
                && !granted(payload.path("consent"))) {
            return Reading.refused("The person has not agreed (consent).");
        }
        JsonNode told = payload.path("event");
        String name = Values.word(told.path("name")).orElseThrow(() -> new UnreadableData("An event has no name"));
        JsonNode params = told.path("params");
        Map<String, String> fields = new HashMap<>();
        Map<String, Object> attributes = new HashMap<>();
        Who who = who(payload, params, fields, attributes);
        if (who.email() == null && who.phone() == null && who.hashes().isEmpty() && who.identities().isEmpty()) {
            return Reading.refused("There is neither a client_id nor anything else that tells of a person.");
        }
        Instant at = Values.time(told.has("timestamp_micros") ? told.get("timestamp_micros")
                : payload.get("timestamp_micros"), event.receivedAt());
        return Reading.of(who, happening(name, params, at), fields, attributes);
    }

    private @Nullable Happening happening(String name, JsonNode params, Instant at) {
        ObjectNode about = Values.small(params.isObject() ? params : json.createObjectNode());
        switch (name) {
            case "identify":
                return null;
            case "page_view":
                return new Happening(EventKind.VISIT, Values.path(Values.text(params.path("page_location"))), about,
                        at);
            case "purchase":
                BigDecimal value = Values.amount(params.path("value"));
                if (value != null) {
                    about.put("value", value);
                }
                return new Happening(EventKind.PURCHASE, null, about, at);
            default:
                return new Happening(EventKind.CUSTOM, name, about, at);
        }
    }

    /** In the clear ({@code email}, {@code phone}) or hashed ({@code sha256_email_address}), as user_data or params. */
    private Who who(JsonNode payload, JsonNode params, Map<String, String> fields, Map<String, Object> attributes) {
        JsonNode user = payload.path("user_data");
        List<byte[]> hashes = new ArrayList<>();
        for (String name : List.of("sha256_email_address", "sha256_phone_number")) {
            JsonNode value = user.path(name);
            for (JsonNode one : value.isArray() ? value : List.of(value)) {
                byte[] hash = Digests.hash(Values.text(one));
                if (hash != null && hashes.size() < 10) {
                    hashes.add(hash);
                }
            }
        }
        List<String> identities = new ArrayList<>();
        Values.word(payload.path("user_id")).ifPresent(word -> identities.add(Who.CUSTOMER + word));
        Values.word(payload.path("client_id")).ifPresent(word -> identities.add("visitor:" + word));
        String email = first(user, params, "email", "email_address");
        String phone = first(user, params, "phone", "phone_number");
        payload.path("user_properties").properties().stream().limit(50).forEach(property ->
                values.put(target(property.getKey()), property.getValue().has("value") ? property.getValue()
                        .get("value")
                        : property.getValue(), fields, attributes));
        return new Who(values.email(email), values.phone(phone), hashes, identities);
    }

    /** A user property is a field of the lead where there is one of the name, else an attribute. */
    private static String target(String property) {
        StringBuilder camel = new StringBuilder();
        for (String part : property.split("_")) {
            camel.append(camel.isEmpty() || part.isEmpty() ? part : Character.toUpperCase(part.charAt(0))
                    + part.substring(1));
        }
        String name = camel.toString();
        return dev.cadenza.lead.LeadFill.fills(name) ? name : "attributes." + name;
    }

    private static @Nullable String first(JsonNode user, JsonNode params, String... names) {
        for (String name : names) {
            for (JsonNode place : List.of(user, params)) {
                String value = Values.text(place.path(name));
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    private static boolean denied(JsonNode consent) {
        return consent.isBoolean() && !consent.booleanValue() || "denied".equalsIgnoreCase(consent.asText())
                || "denied".equalsIgnoreCase(consent.path("analytics_storage").asText())
                || "denied".equalsIgnoreCase(consent.path("ad_user_data").asText());
    }

    private static boolean granted(JsonNode consent) {
        return consent.isBoolean() && consent.booleanValue() || "granted".equalsIgnoreCase(consent.asText())
                || "granted".equalsIgnoreCase(consent.path("analytics_storage").asText())
                || "granted".equalsIgnoreCase(consent.path("ad_user_data").asText());
    }
}
