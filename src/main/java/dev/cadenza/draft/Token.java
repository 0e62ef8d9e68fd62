package dev.cadenza.draft;

import org.jspecify.annotations.Nullable;

/** One piece of a template's text. */
sealed interface Token {

    /** Text that stays as it is. It never holds two opening braces in a row. */
    record Text(String text) implements Token {
    }

    /**
     * {@code {{name}}} or {@code {{name|fallback}}}.
     *
     * @param fallback stands where a lead has no value; null where the template gives none
     */
    record Variable(String name, @Nullable String fallback) implements Token {
        /** As a person writes it. */
        String source() {
            return fallback == null ? "{{" + name + "}}" : "{{" + name + "|" + fallback + "}}";
        }
    }

    /** {@code {{#name}}}, or {@code {{^name}}} where inverted: what follows stands only with (without) a value. */
    record Open(String name, boolean inverted) implements Token {
    }

    /** {@code {{/name}}}. */
    record Close(String name) implements Token {
    }

    /** {@code {{! for the reader of the template }}}. */
    record Comment() implements Token {
    }
}
