package dev.cadenza.inbox;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Subjects as answers keep them: without the marks that mail programs and gateways put in front. */
final class SubjectLines {

    private static final Pattern MARK = Pattern.compile(
            "^\\s*(?:(?:re|aw|antw|antwort|sv|vs|rif|r|res|ref|odp|ynt|atb|回复|答复"
            + "|fwd?|wg|tr|rv|enc|i|vl|doorst)\\s*(?:\\[\\d+]|\\(\\d+\\))?\\s*[:：]|\\[[^\\]]{1,30}])\\s*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private SubjectLines() {
    }

    /** For comparison: without marks, in lower case, with single spaces. */
    static String normal(@Nullable String subject) {
        String rest = subject == null ? "" : subject.strip();
        String shorter = MARK.matcher(rest).replaceFirst("");
        while (!shorter.equals(rest)) {
            rest = shorter;
            shorter = MARK.matcher(rest).replaceFirst("");
        }
        return rest.replaceAll("\\s+", " ").strip().toLowerCase(Locale.ROOT);
    }
}
