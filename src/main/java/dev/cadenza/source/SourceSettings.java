package dev.cadenza.source;

import dev.cadenza.lead.EventKind;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a source is read. What is null is not set.
 *
 * @param origins pages whose browsers may send without the secret, such as {@code https://www.example.com}
 * @param createLeads whether people whom nobody knows become leads
 * @param listId the list that such new leads come into
 * @param shopDomain Shopify: the only shop that is listened to
 * @param verification webhook: {@code HMAC} or {@code TOKEN}
 * @param signatureHeader webhook: where the signature stands
 * @param timestampHeader webhook: where its time stands, which is then signed with the body
 * @param mapping webhook: where in the JSON what stands
 * @param fields form: its fields by name, and the lead's field or attribute ({@code attributes.…}) that each fills
 * @param honeypot form: a field that people do not see; who fills it is a machine
 * @param redirectUrl form: where the browser goes afterwards
 * @param requireConsent GTM: whether an event without consent is left out
 */
record SourceSettings(@Nullable List<String> origins, @Nullable Boolean createLeads, @Nullable UUID listId,
        @Nullable String shopDomain, @Nullable Verification verification, @Nullable String signatureHeader,
        @Nullable String timestampHeader, @Nullable Mapping mapping, @Nullable Map<String, String> fields,
        @Nullable String honeypot, @Nullable String redirectUrl, @Nullable Boolean requireConsent) {

    static final SourceSettings NONE = new SourceSettings(null, null, null, null, null, null, null, null, null, null,
            null, null);

    /** How the sender of a webhook proves itself. */
    enum Verification {
        HMAC, TOKEN
    }

    /**
     * JSON pointers (RFC 6901) into what a webhook sends.
     *
     * @param items of a list of events in one post
     * @param kind what each is; {@code WEBHOOK_CALLED} unless it says otherwise
     * @param event of its name, or with {@code =} in front the name itself
     * @param fields the lead's field or attribute by pointer of its value
     */
    record Mapping(@Nullable String items, @Nullable EventKind kind, @Nullable String event, @Nullable String eventId,
            @Nullable String occurredAt, @Nullable String email, @Nullable String phone, @Nullable String emailHash,
            @Nullable String externalId, @Nullable String visitor, @Nullable String value, @Nullable String currency,
            @Nullable Map<String, String> fields) {

        static final Mapping DEFAULT = new Mapping(null, EventKind.WEBHOOK_CALLED, "/event", "/id", "/occurredAt",
                "/email", "/phone", "/emailHash", "/externalId", "/visitor", "/value", "/currency", null);
    }

    boolean creates() {
        return Boolean.TRUE.equals(createLeads);
    }

    boolean admits(@Nullable String origin) {
        return origin != null && origins != null
                && origins.stream().anyMatch(one -> one.equals("*") || one.equalsIgnoreCase(origin));
    }

    Mapping mappingOrDefault() {
        return mapping == null ? Mapping.DEFAULT : mapping;
    }
}
