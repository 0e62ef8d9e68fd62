package dev.cadenza.platform;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody outside asks, for a person, for what the law grants it. Published in the transaction that took the request
 * in; the module of privacy sees to it in the same transaction.
 *
 * @param leadId null where the person is no lead
 * @param addresses in their normal forms; what is kept about somebody who is no lead is found by them
 * @param origin who asks, for people, such as {@code Shopify shop demo.myshopify.com}
 * @param reference the asker's own number for the request
 */
public record PersonRequest(Kind kind, @Nullable UUID leadId, Set<String> addresses, String origin,
        @Nullable String reference) {

    /** What is asked for. */
    public enum Kind {
        /** GDPR, article 15: everything that is kept. */
        EXPORT,
        /** GDPR, article 17. */
        ERASURE
    }

    public PersonRequest {
        addresses = Set.copyOf(addresses);
    }
}
