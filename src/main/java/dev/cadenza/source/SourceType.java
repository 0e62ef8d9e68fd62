package dev.cadenza.source;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who speaks at the other end, and so how it proves itself and what its words mean. */
enum SourceType {
    /** A container of Google Tag Manager, in the browser or on a server, in the form of the Measurement Protocol. */
    GTM,
    /** Meta's Conversions API, or a page that sends what the pixel sends. */
    FACEBOOK_PIXEL,
    /** Webhooks of a Shopify shop. */
    SHOPIFY,
    /** Any system that can post JSON. */
    WEBHOOK,
    /** A form on a website. */
    FORM;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static SourceType of(String word) {
        return valueOf(word.strip().toUpperCase(Locale.ROOT));
    }

    /** True where the other end gives the secret; else it is made here. */
    boolean givesSecret() {
        return this == SHOPIFY;
    }

    /** True where browsers send without a secret. */
    boolean browsers() {
        return this == GTM || this == FACEBOOK_PIXEL || this == FORM;
    }
}
