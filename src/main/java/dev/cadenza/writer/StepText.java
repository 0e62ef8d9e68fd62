package dev.cadenza.writer;

import org.jspecify.annotations.Nullable;

/**
 * A message of a campaign as its template has it: the example for a writer.
 *
 * @param id of the step in the campaign's process
 * @param number 1 for the first message
 * @param draftType {@code FIRST_OUTREACH}, {@code SECOND_FOLLOWUP} or {@code FINAL_FOLLOWUP}
 * @param subject null where the channel knows none
 * @param body HTML with variables
 */
public record StepText(String id, int number, String name, String channel, String draftType, @Nullable String subject,
        String body) {
}
