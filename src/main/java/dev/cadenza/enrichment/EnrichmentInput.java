package dev.cadenza.enrichment;

import dev.cadenza.identity.Role;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;

/** Checks what was sent about a source of enrichment. */
@Component
class EnrichmentInput {

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_API_KEY = 500;
    private static final int MOST_PER_MINUTE = 100_000;
    private static final int MOST_DAYS = 3650;

    /** A source as a request gives it. In a change, what is left out stays. */
    record Request(@Nullable String key, @Nullable String name, @Nullable EnrichmentType type, @Nullable Boolean active,
            @Nullable EnrichmentSettings settings, @Nullable String apiKey) {

        @Override
        public String toString() {
            return "Request[" + key + ", " + type + "]";
        }
    }

    /** What is right. */
    record Content(String key, String name, EnrichmentType type, boolean active, EnrichmentSettings settings,
            @Nullable String apiKey) {

        @Override
        public String toString() {
            return "Content[" + key + ", " + type + "]";
        }
    }

    /**
     * @param old the source as it is; null for a new one
     * @throws Rejected naming every field that is wrong
     * @throws AccessDeniedException where somebody who is no administrator sets an address
     */
    Content check(@Nullable EnrichmentSource old, Request request) {
        List<FieldError> errors = new ArrayList<>();
        String key = old != null ? old.key() : request.key();
        if (key == null || !key.matches("[a-z][a-z0-9_-]{0,39}")) {
            errors.add(invalid("key", "A key is 1 to 40 small letters, digits, - and _, and begins with a letter."));
        } else if (request.key() != null && !request.key().equals(key)) {
            errors.add(invalid("key", "The key can't be changed: workflows name it."));
        }
        EnrichmentType type = old != null ? old.type() : request.type();
        if (type == null) {
            errors.add(FieldError.required("type"));
        } else if (request.type() != null && request.type() != type) {
            errors.add(invalid("type", "The type can't be changed."));
        }
        String name = request.name() == null ? old == null ? key : old.name() : PlainText.trim(request.name());
        if (name == null || name.isEmpty() || name.length() > LONGEST_NAME || !PlainText.singleLine(name)) {
            errors.add(invalid("name", "A name is one line of at most " + LONGEST_NAME + " characters."));
        }
        String apiKey = request.apiKey() == null ? null : request.apiKey().strip();
        if (apiKey != null && (apiKey.isEmpty() || apiKey.length() > LONGEST_API_KEY
                || !apiKey.matches("[\\x21-\\x7e]+"))) {
            errors.add(invalid("apiKey", "A key is what the provider shows, without blanks."));
        } else if (apiKey == null && type != null && type.outside() && (old == null || !old.hasApiKey())) {
            errors.add(FieldError.required("apiKey"));
        }
        EnrichmentSettings settings = request.settings() == null
                ? old == null ? EnrichmentSettings.NONE : old.settings() : request.settings();
        check(type, old, settings, errors);
        if (!errors.isEmpty() || key == null || name == null || type == null) {
            throw new Rejected(errors);
        }
        boolean active = request.active() == null ? old == null || old.active() : request.active();
        return new Content(key, name, type, active, settings, apiKey);
    }

    private static void check(@Nullable EnrichmentType type, @Nullable EnrichmentSource old,
            EnrichmentSettings settings,
            List<FieldError> errors) {
        if (settings.baseUrl() != null) {
            boolean unchanged = old != null && Objects.equals(old.settings().baseUrl(), settings.baseUrl());
            if (!unchanged && SignedInUser.current().filter(user -> user.role() == Role.ADMINISTRATOR).isEmpty()) {
                throw new AccessDeniedException("Only administrators set base addresses");
            }
            if (!isAddress(settings.baseUrl())) {
                errors.add(invalid("settings.baseUrl", "This is no address such as https://api.example.com."));
            }
        }
        if (type == EnrichmentType.FORAGER && (settings.accountId() == null
                || !settings.accountId().matches("[A-Za-z0-9_-]{1,64}"))) {
            errors.add(invalid("settings.accountId", "Forager needs the number of the account."));
        }
        if (settings.minConfidence() != null && (settings.minConfidence().signum() < 0
                || settings.minConfidence().compareTo(BigDecimal.ONE) > 0)) {
            errors.add(invalid("settings.minConfidence", "The confidence is from 0 to 1."));
        }
        range("settings.perMinute", settings.perMinute(), 0, MOST_PER_MINUTE, errors);
        range("settings.freshDays", settings.freshDays(), 0, MOST_DAYS, errors);
        range("settings.negativeDays", settings.negativeDays(), 0, MOST_DAYS, errors);
    }

    private static void range(String field, @Nullable Integer value, int from, int to, List<FieldError> errors) {
        if (value != null && (value < from || value > to)) {
            errors.add(FieldError.of(field, "out-of-range", "This must be from " + from + " to " + to + "."));
        }
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return text.length() <= 500 && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                    && uri.getHost() != null && uri.getPort() <= 65_535 && uri.getUserInfo() == null
                    && uri.getRawQuery() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException malformed) {
            return false;
        }
    }

    private static FieldError invalid(String field, String message) {
        return FieldError.of(field, "invalid", message);
    }
}
