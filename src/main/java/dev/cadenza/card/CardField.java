package dev.cadenza.card;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The single fields of a card. Telephone numbers are a list of their own. */
enum CardField {
    NAME(255), TITLE(255), COMPANY(255), EMAIL(254), ADDRESS(500), CITY(200), COUNTRY(100), WEBSITE(1000),
    LINKEDIN(1000);

    private final int maxLength;

    CardField(int maxLength) {
        this.maxLength = maxLength;
    }

    int maxLength() {
        return maxLength;
    }

    /** The key in JSON. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<CardField> of(String key) {
        return Arrays.stream(values()).filter(field -> field.key().equals(key)).findFirst();
    }
}
