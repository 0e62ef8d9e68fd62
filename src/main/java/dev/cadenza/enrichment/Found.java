package dev.cadenza.enrichment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says.
 *
 * @param found false where the source knows nothing about the lead
 * @param confidence from 0 to 1; null where the source tells none
 * @param fields of the lead, as the answer has them; not checked yet
 * @param socialProfiles objects with {@code network} and {@code url}
 * @param facts what else conditions may read; an object
 */
record Found(boolean found, @Nullable BigDecimal confidence, Map<String, String> fields, List<String> techStack,
        List<String> skills, List<Map<String, String>> socialProfiles, ObjectNode facts) {

    Found {
        fields = Map.copyOf(fields);
        techStack = List.copyOf(techStack);
        skills = List.copyOf(skills);
        socialProfiles = List.copyOf(socialProfiles);
    }

    static Found nothing() {
        return new Found(false, null, Map.of(), List.of(), List.of(), List.of(), Json.object());
    }

    /** The answer in the words of this application, the same for all sources. */
    JsonNode summary(String source, boolean derived) {
        ObjectNode summary = facts.deepCopy();
        summary.put("found", found);
        summary.put("source", source);
        summary.put("derived", derived);
        if (confidence != null) {
            summary.put("confidence", confidence);
        }
        new LinkedHashMap<>(fields).forEach(summary::put);
        summary.set("techStack", Json.list(techStack));
        summary.set("skills", Json.list(skills));
        summary.set("socialProfiles", Json.tree(socialProfiles));
        return summary;
    }
}
