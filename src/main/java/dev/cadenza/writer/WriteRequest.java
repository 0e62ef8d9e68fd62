package dev.cadenza.writer;

import dev.cadenza.lead.LeadProfile;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything a writer may know: one step and one lead, and nothing of any other.
 *
 * @param brief what the campaign is about, in the marketer's words; null where there is none
 * @param steps how many messages the campaign has
 * @param enrichment what sources of enrichment told about the lead, by name
 * @param earlier the campaign's messages to this lead before this one
 * @param thread what was written between us and the lead lately, in any campaign, the oldest first
 * @param remark what a person wants to have otherwise; null where it is written for the first time
 * @param current what the remark is about
 */
record WriteRequest(@Nullable String brief, StepText step, int steps, LeadProfile lead,
        Map<String, String> enrichment, List<Said> earlier, List<Said> thread, @Nullable String remark,
        @Nullable Said current) {

    WriteRequest {
        enrichment = Collections.unmodifiableMap(new LinkedHashMap<>(enrichment));
        earlier = List.copyOf(earlier);
        thread = List.copyOf(thread);
    }

    /** @param from {@code us} or {@code them} */
    record Said(String from, @Nullable String when, @Nullable String subject, String text) {
    }
}
