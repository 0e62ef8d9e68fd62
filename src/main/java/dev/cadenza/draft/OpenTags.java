package dev.cadenza.draft;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tags of templates that stand in a finished text, where nothing fills them any more. */
final class OpenTags {

    private static final Pattern TAG = Pattern.compile("\\{\\{\\s*+([^{}|]{1,100}?)\\s*(\\|[^{}]*)?\\}\\}");

    private OpenTags() {
    }

    /** Their names, in the order of the text. */
    static String[] in(@Nullable String subject, String body) {
        Set<String> names = new LinkedHashSet<>();
        for (Matcher tag = TAG.matcher(subject == null ? body : subject + "\n" + body); tag.find();) {
            names.add(tag.group(1));
        }
        return names.toArray(String[]::new);
    }
}
