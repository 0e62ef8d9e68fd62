package dev.cadenza.source;

import com.fasterxml.jackson.core.JsonPointer;
import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.EventKind;
import dev.cadenza.lead.LeadFill;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Checks what was sent about a data source. */
@Component
class SourceInput {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_SECRET = 500;
    private static final int SHORTEST_SECRET = 16;
    private static final int MOST = 50;
    private static final Set<EventKind> KINDS = Set.of(EventKind.WEBHOOK_CALLED, EventKind.CUSTOM, EventKind.VISIT,
            EventKind.PURCHASE, EventKind.FORM_SUBMITTED);

    private final JdbcTemplate jdbc;

    SourceInput(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A data source as a request gives it. In a change, what is left out stays.
     *
     * @param secret only for types whose other end gives it (Shopify: the client secret)
     */
    record Request(@Nullable String name, @Nullable SourceType type, @Nullable SourceStatus status,
            @Nullable SourceSettings settings, @Nullable String secret) {

        @Override
        public String toString() {
            return "Request[" + name + ", " + type + "]";
        }
    }

    /** What is right. */
    record Content(String name, SourceType type, @Nullable SourceStatus status, SourceSettings settings,
            @Nullable String secret) {

        @Override
        public String toString() {
            return "Content[" + name + ", " + type + "]";
        }
    }

    /**
     * @param old the source as it is; null for a new one
     * @throws Rejected naming every field that is wrong
     */
    Content check(@Nullable DataSource old, Request request) {
        List<FieldError> errors = new ArrayList<>();
        String name = request.name() == null ? old == null ? null : old.name() : PlainText.trim(request.name());
        if (name == null || name.isEmpty()) {
            errors.add(FieldError.required("name"));
        } else if (name.length() > LONGEST_NAME || !PlainText.singleLine(name)) {
            errors.add(invalid("name", "A name is one line of at most " + LONGEST_NAME + " characters."));
        }
        SourceType type = old != null ? old.type() : request.type();
        if (type == null) {
            errors.add(FieldError.required("type"));
        } else if (request.type() != null && request.type() != type) {
            errors.add(invalid("type", "The type of a data source can't be changed."));
        }
        if (request.status() == SourceStatus.DISCONNECTED) {
            errors.add(invalid("status", "The status is ACTIVE or PAUSED."));
        }
        SourceSettings settings = request.settings() == null ? old == null ? SourceSettings.NONE : old.settings()
                : request.settings();
        check(settings, errors);
        if (type != null && old == null && type.givesSecret() && request.secret() == null) {
            errors.add(FieldError.required("secret"));
        }
        String secret = secret(type, request.secret(), errors);
        if (!errors.isEmpty() || name == null || type == null) {
            throw new Rejected(errors);
        }
        return new Content(name, type, request.status(), settings, secret);
    }

    /** @throws Rejected where it can't be one */
    @Nullable String secret(@Nullable SourceType type, @Nullable String secret, List<FieldError> errors) {
        if (secret != null && (secret.strip().length() < SHORTEST_SECRET || secret.length() > LONGEST_SECRET
                || !PlainText.singleLine(secret))) {
            errors.add(invalid("secret", "A secret has " + SHORTEST_SECRET + " to " + LONGEST_SECRET
                    + " characters."));
        }
        if (secret != null && type != null && !type.givesSecret() && type != SourceType.WEBHOOK) {
            errors.add(invalid("secret", "The secret of this type is made here."));
        }
        return secret == null ? null : secret.strip();
    }

    private void check(SourceSettings settings, List<FieldError> errors) {
        List<String> origins = settings.origins() == null ? List.of() : settings.origins();
        for (int i = 0; i < origins.size(); i++) {
            if (i >= MOST || !isOrigin(origins.get(i))) {
                errors.add(invalid("settings.origins[" + i + "]",
                        "An origin is scheme, host and port, such as https://www.example.com; at most " + MOST + "."));
            }
        }
        if (settings.listId() != null && jdbc.queryForList("select 1 from lead_list where id = ?", settings.listId())
                .isEmpty()) {
            errors.add(FieldError.of("settings.listId", "unknown", "There is no list " + settings.listId() + "."));
        }
        line("settings.shopDomain", settings.shopDomain(), "[A-Za-z0-9][A-Za-z0-9.-]{0,250}", errors);
        line("settings.signatureHeader", settings.signatureHeader(), "[A-Za-z0-9-]{1,100}", errors);
        line("settings.timestampHeader", settings.timestampHeader(), "[A-Za-z0-9-]{1,100}", errors);
        line("settings.honeypot", settings.honeypot(), "[\\w.\\[\\]-]{1,100}", errors);
        if (settings.redirectUrl() != null && !isWebAddress(settings.redirectUrl())) {
            errors.add(invalid("settings.redirectUrl", "This is no web address, such as https://example.com/thanks."));
        }
        fields("settings.fields", settings.fields(), false, errors);
        if (settings.mapping() != null) {
            check(settings.mapping(), errors);
        }
    }

    private static void check(SourceSettings.Mapping mapping, List<FieldError> errors) {
        if (mapping.kind() != null && !KINDS.contains(mapping.kind())) {
            errors.add(invalid("settings.mapping.kind", "A webhook reports one of " + KINDS.stream().sorted().toList()
                    + "."));
        }
        if (mapping.event() == null || !mapping.event().startsWith("=")) {
            pointer("settings.mapping.event", mapping.event(), errors);
        }
        pointer("settings.mapping.items", mapping.items(), errors);
        pointer("settings.mapping.eventId", mapping.eventId(), errors);
        pointer("settings.mapping.occurredAt", mapping.occurredAt(), errors);
        pointer("settings.mapping.email", mapping.email(), errors);
        pointer("settings.mapping.phone", mapping.phone(), errors);
        pointer("settings.mapping.emailHash", mapping.emailHash(), errors);
        pointer("settings.mapping.externalId", mapping.externalId(), errors);
        pointer("settings.mapping.visitor", mapping.visitor(), errors);
        pointer("settings.mapping.value", mapping.value(), errors);
        pointer("settings.mapping.currency", mapping.currency(), errors);
        fields("settings.mapping.fields", mapping.fields(), true, errors);
    }

    private static void fields(String path, @Nullable Map<String, String> fields, boolean pointers,
            List<FieldError> errors) {
        if (fields == null) {
            return;
        }
        if (fields.size() > MOST) {
            errors.add(invalid(path, "At most " + MOST + " fields can be mapped."));
        }
        fields.forEach((from, to) -> {
            if (pointers) {
                pointer(path + "." + from, from, errors);
            }
            if (to == null || !LeadFill.fills(to) && !to.equals("name")
                    && !(to.startsWith("attributes.") && Attributes.isKey(to.substring("attributes.".length())))) {
                errors.add(invalid(path + "." + from, "'" + to
                        + "' is neither a field of leads nor attributes.<key>."));
            }
        });
    }

    private static void pointer(String path, @Nullable String pointer, List<FieldError> errors) {
        try {
            if (pointer != null) {
                JsonPointer.compile(pointer);
            }
        } catch (IllegalArgumentException malformed) {
            errors.add(invalid(path, "This is no JSON pointer (RFC 6901), such as /customer/email."));
        }
    }

    private static void line(String path, @Nullable String text, String form, List<FieldError> errors) {
        if (text != null && !text.matches(form)) {
            errors.add(invalid(path, "This does not have the form that is needed here."));
        }
    }

    private static boolean isOrigin(@Nullable String text) {
        return text != null && (text.equals("*") || text.matches("https?://[a-zA-Z0-9.-]{1,253}(:\\d{1,5})?"));
    }

    static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return text.length() <= 2000 && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null && uri.getUserInfo() == null && PlainText.singleLine(text);
        } catch (java.net.URISyntaxException malformed) {
            return false;
        }
    }

    private static FieldError invalid(String field, String message) {
        return FieldError.of(field, "invalid", message);
    }
}
