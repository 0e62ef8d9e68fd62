package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.lead.LeadFill;
import dev.cadenza.source.DataEvent.Posted;
import dev.cadenza.source.Reading.Happening;
import dev.cadenza.source.Reading.Who;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A form of a website, posted by the browser as it is, or as JSON. Where origins are set, only their pages may post; a
 * server proves itself by the secret. {@code _id} makes a repeated post the same one.
 */
@Component
class FormFormat implements SourceFormat {

    private static final int MOST = 100;
    private static final Map<String, String> KNOWN = Map.ofEntries(Map.entry("firstname", "firstName"),
            Map.entry("lastname", "lastName"), Map.entry("name", "name"), Map.entry("fullname", "name"),
            Map.entry("email", "email"), Map.entry("emailaddress", "email"), Map.entry("phone", "phone"),
            Map.entry("tel", "phone"), Map.entry("company", "company"), Map.entry("title", "title"),
            Map.entry("city", "city"), Map.entry("country", "country"), Map.entry("website", "website"));

    private final Values values;
    private final ObjectMapper json;

    FormFormat(Values values, ObjectMapper json) {
        this.values = values;
        this.json = json;
    }

    @Override
    public SourceType type() {
        return SourceType.FORM;
    }

    @Override
    public boolean admit(DataSource source, List<String> secrets, SourcePost post) {
        String given = Optional.ofNullable(Tokens.bearer(post)).orElseGet(() -> post.query().get("secret"));
        if (given != null) {
            if (!Digests.isSecret(secrets, given)) {
                throw SourceRefused.signature();
            }
            return true;
        }
        List<String> origins = source.settings().origins();
        if (origins != null && !origins.isEmpty() && !source.settings().admits(post.origin())) {
            throw SourceRefused.origin();
        }
        return false;
    }

    @Override
    public List<Posted> split(DataSource source, SourcePost post) {
        ObjectNode fields = fields(post);
        if (fields.isEmpty() || fields.size() > MOST) {
            throw SourceRefused.content("A form has 1 to " + MOST + " fields.");
        }
        String id = Values.word(fields.path("_id")).orElse(null);
        return List.of(new Posted("form", id, Bodies.text(json, fields)));
    }

    /** What people filled in. */
    ObjectNode fields(SourcePost post) {
        ObjectNode fields = json.createObjectNode();
        if (post.contentType() != null && post.contentType().toLowerCase(Locale.ROOT).contains("json")
                && !SourcePost.isMultipart(post.contentType())) {
            JsonNode body = Bodies.json(json, post);
            if (!body.isObject()) {
                throw new UnreadableData("A form is a JSON object");
            }
            body.properties().stream().filter(field -> field.getValue().isValueNode())
                    .forEach(field -> fields.set(field.getKey(), field.getValue()));
        } else {
            post.form().forEach(fields::put);
        }
        return fields;
    }

    @Override
    public Reading read(DataSource source, DataEvent event, JsonNode payload) {
        SourceSettings settings = source.settings();
        Map<String, String> fields = new HashMap<>();
        Map<String, Object> attributes = new HashMap<>();
        payload.properties().forEach(field -> {
            String target = settings.fields() != null ? settings.fields().get(field.getKey()) : known(field.getKey());
            if (target != null) {
                values.put(target, field.getValue(), fields, attributes);
            }
        });
        List<String> visitor = Values.word(payload.path("_visitor")).map(word -> List.of("visitor:" + word))
                .orElse(List.of());
        Who who = new Who(fields.get("email"), fields.get("phone"), List.of(), visitor);
        if (who.email() == null && who.phone() == null) {
            return Reading.refused("The form holds neither an e-mail address nor a phone number that could be read.");
        }
        ObjectNode about = Values.small(payload);
        about.remove(List.of("_id", "_visitor", "_redirect"));
        return Reading.of(who, new Happening(EventKind.FORM_SUBMITTED, source.key(), about, event.receivedAt()), fields,
                attributes);
    }

    private static @org.jspecify.annotations.Nullable String known(String field) {
        return LeadFill.fills(field) ? field : KNOWN.get(field.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
    }
}
