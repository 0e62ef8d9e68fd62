package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;

/** Texts that can't be stored. */
final class Texts {

    private Texts() {
    }

    /** Whether a name or text within holds NUL or half of a surrogate pair, which the database has no form for. */
    static boolean unstorable(JsonNode json) {
        if (json.isTextual()) {
            return unstorable(json.textValue());
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext();) {
            if (unstorable(names.next())) {
                return true;
            }
        }
        for (JsonNode child : json) {
            if (unstorable(child)) {
                return true;
            }
        }
        return false;
    }

    /** The same text with a sign in place of each character that no answer could hold. */
    static String shown(String text) {
        return unstorable(text) ? text.codePoints().map(c -> c == 0 || c >= Character.MIN_SURROGATE
                && c <= Character.MAX_SURROGATE ? 0xFFFD : c).collect(StringBuilder::new,
                StringBuilder::appendCodePoint, StringBuilder::append).toString() : text;
    }

    static boolean unstorable(String text) {
        return text.codePoints().anyMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}
