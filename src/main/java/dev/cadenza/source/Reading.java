package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.EventKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an event says.
 *
 * @param who it is about
 * @param happening what the person did; null where it only tells who the person is
 * @param fields of the lead, in the forms that are kept
 * @param attributes of the lead
 * @param order what else is to be done; null for nothing
 * @param refused why nothing comes of it; null where something does
 */
record Reading(Who who, @Nullable Happening happening, Map<String, String> fields, Map<String, Object> attributes,
        @Nullable Order order, @Nullable String refused) {

    /** @param key which of its kind */
    record Happening(EventKind kind, @Nullable String key, JsonNode payload, Instant at) {
    }

    /**
     * Everything by which the person may be known.
     *
     * @param email and {@code phone}: in their normal forms
     * @param hashes SHA-256 of addresses: an e-mail in lower case, or the digits of a phone number
     * @param identities at this source: {@code visitor:…}, {@code customer:…}
     */
    record Who(@Nullable String email, @Nullable String phone, List<byte[]> hashes, List<String> identities) {

        /** Before the number or name by which the source itself knows the person. */
        static final String CUSTOMER = "customer:";
        static final Who NOBODY = new Who(null, null, List.of(), List.of());

        Who {
            hashes = List.copyOf(hashes);
            identities = List.copyOf(identities);
        }
    }

    /** What a source can ask for beside telling. */
    enum Order {
        /** All that is kept about the person is to be handed out. */
        EXPORT,
        /** The person is to be erased. */
        ERASE,
        /** All that the source brought is to be erased. */
        ERASE_SOURCE,
        /** It sends no more. */
        DISCONNECT
    }

    static Reading of(Who who, @Nullable Happening happening, Map<String, String> fields,
            Map<String, Object> attributes) {
        return new Reading(who, happening, Map.copyOf(fields), Map.copyOf(attributes), null, null);
    }

    static Reading of(Who who, Order order) {
        return new Reading(who, null, Map.of(), Map.of(), order, null);
    }

    static Reading refused(String reason) {
        return new Reading(Who.NOBODY, null, Map.of(), Map.of(), null, reason);
    }
}
