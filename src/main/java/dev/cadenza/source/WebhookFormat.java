package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.EventKind;
import dev.cadenza.source.DataEvent.Posted;
import dev.cadenza.source.Reading.Happening;
import dev.cadenza.source.Reading.Who;
import dev.cadenza.source.SourceSettings.Mapping;
import dev.cadenza.source.SourceSettings.Verification;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
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
 * Any JSON, proven by HMAC-SHA256 over the raw body (hex, with or without {@code sha256=}; with a time in front,
 * {@code <time>.<body>}, where one is signed along) or by a token, and read by JSON pointers. The same event comes into
 * effect once: by its id, by {@code Idempotency-Key}, or else by its very bytes, so a captured post can't be replayed.
 */
@Component
class WebhookFormat implements SourceFormat {

    static final String SIGNATURE = "X-Cadenza-Signature";
    private static final int MOST = 1000;

    private final Values values;
    private final ObjectMapper json;
    private final Duration tolerance;

    WebhookFormat(Values values, ObjectMapper json, IntakeSettings settings) {
        this.values = values;
        this.json = json;
        this.tolerance = settings.signatureTolerance();
    }

    @Override
    public SourceType type() {
        return SourceType.WEBHOOK;
    }

    @Override
    public boolean admit(DataSource source, List<String> secrets, SourcePost post) {
        SourceSettings settings = source.settings();
        boolean right = settings.verification() == Verification.TOKEN
                ? Digests.isSecret(secrets, Optional.ofNullable(Tokens.bearer(post)).or(() -> Optional.ofNullable(
                        post.header("X-Cadenza-Token"))).orElseGet(() -> post.query().get("token")))
                : signed(settings, secrets, post);
        if (!right) {
            throw SourceRefused.signature();
        }
        return true;
    }

    private boolean signed(SourceSettings settings, List<String> secrets, SourcePost post) {
        String signature = post.header(settings.signatureHeader() == null ? SIGNATURE : settings.signatureHeader());
        if (settings.timestampHeader() == null) {
            return Digests.signedHex(secrets, signature, post.body()) || Digests.signedBase64(secrets, signature,
                    post.body());
        }
        String time = post.header(settings.timestampHeader());
        if (time == null || !time.matches("\\d{9,11}") || Duration.between(Instant.ofEpochSecond(Long.parseLong(time)),
                post.receivedAt()).abs().compareTo(tolerance) > 0) {
            return false;
        }
        byte[] head = (time + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] signed = new byte[head.length + post.body().length];
        System.arraycopy(head, 0, signed, 0, head.length);
        System.arraycopy(post.body(), 0, signed, head.length, post.body().length);
        return Digests.signedHex(secrets, signature, signed) || Digests.signedBase64(secrets, signature, signed);
    }

    @Override
    public List<Posted> split(DataSource source, SourcePost post) {
        Mapping mapping = source.settings().mappingOrDefault();
        JsonNode body = Bodies.json(json, post);
        JsonNode items = mapping.items() == null ? body : body.at(mapping.items());
        List<JsonNode> all = new ArrayList<>();
        if (items.isArray()) {
            items.forEach(all::add);
        } else {
            all.add(items);
        }
        if (all.size() > MOST) {
            throw SourceRefused.content("A post holds at most " + MOST + " events.");
        }
        List<Posted> posted = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            JsonNode item = all.get(i);
            if (!item.isObject()) {
                throw new UnreadableData("An event is a JSON object");
            }
            String text = Bodies.text(json, item);
            String key = Values.word(at(item, mapping.eventId())).map(id -> "id\n" + id).orElse(null);
            String idempotency = post.header("Idempotency-Key");
            if (key == null) {
                key = idempotency != null ? "key\n" + idempotency + "\n" + i : "text\n" + text;
            }
            posted.add(new Posted(name(mapping, item).orElse("event"), key, text));
        }
        return posted;
    }

    @Override
    public Reading read(DataSource source, DataEvent event, JsonNode payload) {
        Mapping mapping = source.settings().mappingOrDefault();
        Map<String, String> fields = new HashMap<>();
        Map<String, Object> attributes = new HashMap<>();
        if (mapping.fields() != null) {
            mapping.fields().forEach((pointer, target) -> values.put(target, at(payload, pointer), fields, attributes));
        }
        List<String> identities = new ArrayList<>();
        Values.word(at(payload, mapping.externalId())).ifPresent(word -> identities.add(Who.CUSTOMER + word));
        Values.word(at(payload, mapping.visitor())).ifPresent(word -> identities.add("visitor:" + word));
        byte[] hash = Digests.hash(Values.text(at(payload, mapping.emailHash())));
        Who who = new Who(values.email(Values.text(at(payload, mapping.email()))),
                values.phone(Values.text(at(payload, mapping.phone()))), hash == null ? List.of() : List.of(hash),
                identities);
        if (who.email() == null && who.phone() == null && hash == null && identities.isEmpty()) {
            return Reading.refused("There is no e-mail address, phone number, hash or id where the mapping looks for"
                    + " them.");
        }
        EventKind kind = mapping.kind() == null ? EventKind.WEBHOOK_CALLED : mapping.kind();
        ObjectNode about = Values.small(payload);
        BigDecimal value = Values.amount(at(payload, mapping.value()));
        if (value != null) {
            about.put("value", value);
        }
        Values.word(at(payload, mapping.currency())).ifPresent(currency -> about.put("currency", currency));
        return Reading.of(who, new Happening(kind, key(source, kind, mapping, payload), about,
                Values.time(at(payload, mapping.occurredAt()), event.receivedAt())), fields, attributes);
    }

    private static @Nullable String key(DataSource source, EventKind kind, Mapping mapping, JsonNode payload) {
        return switch (kind) {
            case PURCHASE -> null;
            case WEBHOOK_CALLED, FORM_SUBMITTED -> source.key();
            case VISIT -> name(mapping, payload).map(Values::path).orElse("/");
            default -> name(mapping, payload).orElse("event");
        };
    }

    private static Optional<String> name(Mapping mapping, JsonNode item) {
        String event = mapping.event();
        return event != null && event.startsWith("=") ? Optional.of(event.substring(1)).filter(name -> !name.isBlank())
                : Values.word(at(item, event));
    }

    private static JsonNode at(JsonNode item, @Nullable String pointer) {
        return pointer == null ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : item.at(pointer);
    }
}
