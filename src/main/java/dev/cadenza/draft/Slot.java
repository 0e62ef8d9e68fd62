package dev.cadenza.draft;

import java.util.List;

/** A place of a compiled template that is filled for each lead. */
sealed interface Slot {

    /** A value in text or in an attribute. */
    record Value(Token.Variable variable) implements Slot {
    }

    /** Whether a section stands. */
    record Presence(String name) implements Slot {
    }

    /**
     * A web address with variables in it.
     *
     * @param source as it stands in the template
     */
    record Address(String source, List<Token> parts) implements Slot {
        public Address {
            parts = List.copyOf(parts);
        }
    }
}
