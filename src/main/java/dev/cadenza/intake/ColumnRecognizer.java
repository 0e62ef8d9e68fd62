package dev.cadenza.intake;

import dev.cadenza.lead.Attributes;
import dev.cadenza.lead.LeadFields;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what becomes of each column: as it was asked for, else by its heading, else as a custom field. */
final class ColumnRecognizer {

    /** LinkedIn's own export of connections: its column URL is the person's profile. */
    private static final String LINKEDIN_CONNECTIONS = "connectedon";

    private final List<String> columns;
    private final Map<String, String> requested;
    private final @Nullable String[] targets;
    private final Set<String> taken = new HashSet<>();

    private ColumnRecognizer(List<String> columns, Map<String, String> requested) {
        this.columns = columns;
        this.requested = requested;
        this.targets = new String[columns.size()];
    }

    /**
     * @param requested target by heading; columns that it does not name are recognised by themselves
     * @throws Rejected naming headings that the file does not have, targets that do not exist, or the columns that
     *     were found where none of them holds an address
     */
    static Mapping recognize(List<String> columns, Map<String, String> requested) {
        ColumnRecognizer recognizer = new ColumnRecognizer(columns, requested);
        recognizer.takeRequested();
        recognizer.takeKnown();
        recognizer.takeRest();
        Mapping mapping = new Mapping(Arrays.asList(recognizer.targets));
        if (!mapping.hasAddress()) {
            throw new Rejected(FieldError.of("file", "no-address-column", "No column with e-mail addresses or phone"
                    + " numbers was recognised. The columns found are: " + listed(columns)
                    + ". A columnMapping can say which of them is 'email' or 'phone'."));
        }
        return mapping;
    }

    /** How many of the cells are headings that are known: what makes a record likely to be the header. */
    static int known(List<String> cells) {
        return (int) cells.stream().map(ColumnCatalogue::field).filter(field -> field != null).distinct().count();
    }

    static String listed(List<String> columns) {
        return columns.isEmpty() ? "none" : String.join(", ", columns.stream().limit(50)
                .map(column -> column.isBlank() ? "(no heading)" : column.length() > 60 ? column.substring(0, 60) + "…"
                        : column).toList());
    }

    private void takeRequested() {
        List<FieldError> errors = new ArrayList<>();
        requested.forEach((heading, target) -> {
            String field = "columnMapping." + heading;
            List<Integer> places = places(heading);
            if (places.isEmpty()) {
                errors.add(FieldError.of(field, "unknown-column",
                        "The file has no column '" + heading + "'. The columns found are: " + listed(columns) + "."));
            } else if (!isTarget(target)) {
                errors.add(FieldError.of(field, "unknown-field", "'" + target + "' is no field of a lead, no"
                        + " 'attributes.' with a key, and not '-'."));
            } else {
                places.forEach(place -> targets[place] = target);
                taken.add(target);
            }
        });
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
    }

    private List<Integer> places(String heading) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).strip().equalsIgnoreCase(heading.strip())) {
                places.add(i);
            }
        }
        return places;
    }

    private static boolean isTarget(String target) {
        return target.equals(Mapping.NOTHING) || target.equals(Mapping.FULL_NAME) || Target.exists(target)
                || target.startsWith(Mapping.ATTRIBUTE)
                && Attributes.isKey(target.substring(Mapping.ATTRIBUTE.length()));
    }

    private void takeKnown() {
        boolean connections = columns.stream().anyMatch(c -> ColumnCatalogue.letters(c).equals(LINKEDIN_CONNECTIONS));
        Map<String, Integer> best = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String field = targets[i] == null ? field(columns.get(i), connections) : null;
            if (field == null || taken.contains(field)) {
                continue;
            }
            if (field.equals("phone")) {
                targets[i] = field;
            } else {
                int column = i;
                best.merge(field, column, (old, now) -> ColumnCatalogue.rank(columns.get(now))
                        < ColumnCatalogue.rank(columns.get(old)) ? now : old);
            }
        }
        best.forEach((field, column) -> targets[column] = field);
    }

    private static @Nullable String field(String heading, boolean connections) {
        String field = ColumnCatalogue.field(heading);
        return connections && ColumnCatalogue.letters(heading).equals("url") ? "linkedinUrl" : field;
    }

    private void takeRest() {
        Set<String> keys = new HashSet<>();
        for (String target : targets) {
            if (target != null && target.startsWith(Mapping.ATTRIBUTE)) {
                keys.add(target.substring(Mapping.ATTRIBUTE.length()));
            }
        }
        for (int i = 0; i < targets.length; i++) {
            if (targets[i] == null) {
                boolean ours = columns.get(i).equals(Refusals.ROW) || columns.get(i).equals(Refusals.REASON);
                boolean kept = !ours && !columns.get(i).isBlank() && keys.size() < Attributes.MAX_COUNT;
                targets[i] = kept ? Mapping.ATTRIBUTE + unusedKey(columns.get(i), i, keys) : Mapping.NOTHING;
            }
        }
    }

    private static String capitalized(String words) {
        String text = words.strip();
        return text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** A field's own name can't be the key of an attribute. */
    private static String unusedKey(String heading, int column, Set<String> keys) {
        boolean capitals = heading.equals(heading.toUpperCase(Locale.ROOT));
        String words = capitals ? heading.toLowerCase(Locale.ROOT).replace('_', ' ') : heading;
        String letters = ColumnCatalogue.letters(heading);
        boolean reserved = LeadFields.names().stream().anyMatch(name -> ColumnCatalogue.letters(name).equals(letters));
        String base = Attributes.keyOf(reserved ? "imported " + capitalized(words) : words)
                .orElse("column" + (column + 1));
        String key = base;
        for (int n = 2; !keys.add(key); n++) {
            String suffix = String.valueOf(n);
            int length = Math.min(base.length(), Attributes.MAX_KEY_LENGTH - suffix.length());
            key = base.substring(0, length) + suffix;
        }
        return key;
    }
}
