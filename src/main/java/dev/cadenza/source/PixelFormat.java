package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.source.DataEvent.Posted;
import dev.cadenza.source.Reading.Happening;
import dev.cadenza.source.Reading.Who;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Meta's Conversions API: {@code {"data":[…]}} with hashed customer information, an access token in the query or the
 * body, deduplication by event name and event id (developers.facebook.com/docs/marketing-api/conversions-api). Pages
 * may send the same without a token from the origins that are let in.
 */
@Component
class PixelFormat implements SourceFormat {

    private static final int MOST = 1000;
    /** Meta refuses the whole post where one event is older. */
    private static final Duration OLDEST = Duration.ofDays(7);

    private final Values values;
    private final ObjectMapper json;

    PixelFormat(Values values, ObjectMapper json) {
        this.values = values;
        this.json = json;
    }

    @Override
    public SourceType type() {
        return SourceType.FACEBOOK_PIXEL;
    }

    @Override
    public boolean admit(DataSource source, List<String> secrets, SourcePost post) {
        if (Digests.isSecret(secrets, post.query().get("access_token"))
                || Digests.isSecret(secrets, Tokens.bearer(post))) {
            return true;
        }
        String given = bodyToken(post);
        if (given != null || post.query().containsKey("access_token")) {
            if (Digests.isSecret(secrets, given)) {
                return true;
            }
            throw SourceRefused.signature();
        }
        if (!source.settings().admits(post.origin())) {
            throw post.origin() == null ? SourceRefused.signature() : SourceRefused.origin();
        }
        return false;
    }

    private @Nullable String bodyToken(SourcePost post) {
        try {
            return Values.text(Bodies.json(json, post).path("access_token"));
        } catch (UnreadableData noJson) {
            return null;
        }
    }

    @Override
    public List<Posted> split(DataSource source, SourcePost post) {
        JsonNode data = Bodies.json(json, post).path("data");
        if (!data.isArray() || data.isEmpty()) {
            throw new UnreadableData("A post to the Conversions API holds a list 'data' of events");
        }
        if (data.size() > MOST) {
            throw SourceRefused.content("A post holds at most " + MOST + " events.");
        }
        List<Posted> events = new ArrayList<>();
        for (JsonNode event : data) {
            String name = Values.word(event.path("event_name")).orElseThrow(() ->
                    SourceRefused.content("An event has no event_name."));
            JsonNode time = event.path("event_time");
            if (!time.canConvertToLong() || Instant.ofEpochSecond(Math.min(time.asLong(), 99_999_999_999L))
                    .isBefore(post.receivedAt().minus(OLDEST))) {
                throw SourceRefused.content("The event_time of " + name
                        + " is no time in seconds, or more than seven days ago.");
            }
            String id = Values.word(event.path("event_id")).orElse(null);
            events.add(new Posted(name, id == null ? null : name + "\n" + id, Bodies.text(json, event)));
        }
        return events;
    }

    @Override
    public Reading read(DataSource source, DataEvent event, JsonNode payload) {
        String name = Values.word(payload.path("event_name")).orElseThrow(() ->
                new UnreadableData("An event has no event_name"));
        if (payload.path("opt_out").asBoolean()) {
            return Reading.refused("The person has opted out (opt_out).");
        }
        Who who = who(payload.path("user_data"));
        if (who.email() == null && who.phone() == null && who.hashes().isEmpty() && who.identities().isEmpty()) {
            return Reading.refused("The event's user_data tells of no person.");
        }
        Instant at = Values.time(payload.get("event_time"), event.receivedAt());
        JsonNode custom = payload.path("custom_data");
        ObjectNode about = Values.small(custom.isObject() ? custom : json.createObjectNode());
        String page = Values.text(payload.path("event_source_url"));
        about.put("event", name);
        if (page != null) {
            about.put("url", page.length() > 500 ? page.substring(0, 500) : page);
        }
        Happening happening;
        if (name.equals("Purchase")) {
            BigDecimal value = Values.amount(custom.path("value"));
            if (value != null) {
                about.put("value", value);
            }
            happening = new Happening(EventKind.PURCHASE, null, about, at);
        } else if (name.equals("PageView") || name.equals("ViewContent")) {
            happening = new Happening(EventKind.VISIT, Values.path(page), about, at);
        } else {
            happening = new Happening(EventKind.CUSTOM, name, about, at);
        }
        return Reading.of(who, happening, names(payload.path("user_data")), Map.of());
    }

    /** Names come hashed as a rule, and then tell nothing. */
    private Map<String, String> names(JsonNode user) {
        Map<String, String> fields = new HashMap<>();
        plain(user.path("fn")).ifPresent(name -> values.put("firstName", name, fields, Map.of()));
        plain(user.path("ln")).ifPresent(name -> values.put("lastName", name, fields, Map.of()));
        return fields;
    }

    private Who who(JsonNode user) {
        String email = null;
        String phone = null;
        List<byte[]> hashes = new ArrayList<>();
        List<String> identities = new ArrayList<>();
        for (JsonNode one : list(user.path("em"))) {
            byte[] hash = Digests.hash(one.asText());
            if (hash != null) {
                hashes.add(hash);
            } else if (email == null) {
                email = values.email(one.asText());
            }
        }
        for (JsonNode one : list(user.path("ph"))) {
            byte[] hash = Digests.hash(one.asText());
            if (hash != null) {
                hashes.add(hash);
            } else if (phone == null) {
                phone = values.phone(one.asText().startsWith("+") ? one.asText() : "+" + one.asText());
            }
        }
        for (JsonNode one : list(user.path("external_id"))) {
            Values.word(one).ifPresent(word -> identities.add(Who.CUSTOMER + word));
        }
        Values.word(user.path("fbp")).ifPresent(word -> identities.add("visitor:" + word));
        Values.word(user.path("fbc")).ifPresent(word -> identities.add("visitor:" + word));
        return new Who(email, phone, hashes, identities.stream().distinct().limit(10).toList());
    }

    private static Optional<JsonNode> plain(JsonNode value) {
        JsonNode first = value.isArray() ? value.path(0) : value;
        return Values.text(first) == null || Digests.hash(first.asText()) != null ? Optional.empty()
                : Optional.of(first);
    }

    private static List<JsonNode> list(JsonNode value) {
        List<JsonNode> all = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(all::add);
        } else if (value.isTextual() || value.isNumber()) {
            all.add(value);
        }
        return all.stream().filter(one -> Values.text(one) != null).limit(10).toList();
    }
}
