package dev.cadenza.intake;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A text field of a lead that columns are imported into. */
enum Target {

    EMAIL("email", Kind.EMAIL),
    PHONE("phone", Kind.PHONE),
    FIRST_NAME("firstName", Kind.TEXT),
    LAST_NAME("lastName", Kind.TEXT),
    COMPANY("company", Kind.TEXT),
    TITLE("title", Kind.TEXT),
    LINKEDIN_URL("linkedinUrl", Kind.URL),
    WEBSITE("website", Kind.URL),
    CITY("city", Kind.TEXT),
    COUNTRY("country", Kind.TEXT),
    TIMEZONE("timezone", Kind.WORD),
    SOURCE("source", Kind.TEXT),
    STATUS("status", Kind.WORD);

    enum Kind { TEXT, EMAIL, PHONE, URL, WORD }

    private static final Map<String, Target> BY_FIELD = byField();

    private final String field;
    private final Kind kind;

    Target(String field, Kind kind) {
        this.field = field;
        this.kind = kind;
    }

    String field() {
        return field;
    }

    Kind kind() {
        return kind;
    }

    /** The column of the table {@code lead}. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }

    static boolean exists(String field) {
        return BY_FIELD.containsKey(field);
    }

    static Target of(String field) {
        Target target = BY_FIELD.get(field);
        if (target == null) {
            throw new IllegalArgumentException("A lead has no field " + field);
        }
        return target;
    }

    private static Map<String, Target> byField() {
        Map<String, Target> targets = new HashMap<>();
        for (Target target : values()) {
            targets.put(target.field, target);
        }
        return Map.copyOf(targets);
    }
}
