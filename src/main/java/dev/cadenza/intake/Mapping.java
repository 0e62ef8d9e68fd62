package dev.cadenza.intake;

import java.util.List;

/**
 * What becomes of each column of a file, in their order: the name of a lead's field, {@code name} for a full name,
 * {@code attributes.<key>}, or {@code -} for nothing. Several columns may serve one field; the first that holds a usable
 * value gives it.
 */
record Mapping(List<String> targets) {

    static final String NOTHING = "-";
    static final String FULL_NAME = "name";
    static final String ATTRIBUTE = "attributes.";

    Mapping {
        targets = List.copyOf(targets);
    }

    boolean reaches(String field) {
        return targets.contains(field);
    }

    /** True where rows can be told apart and reached at all. */
    boolean hasAddress() {
        return reaches("email") || reaches("phone");
    }
}
