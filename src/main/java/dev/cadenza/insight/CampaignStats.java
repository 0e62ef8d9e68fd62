package dev.cadenza.insight;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of one campaign, all of one moment.
 *
 * @param enrolled leads that were ever enrolled; always the sum of {@code outcomes}
 * @param outcomes enrollments by status
 */
record CampaignStats(UUID campaignId, long enrolled, Map<String, Long> outcomes, List<StepStats> steps) {

    CampaignStats {
        outcomes = Map.copyOf(outcomes);
        steps = List.copyOf(steps);
    }

    /**
     * The numbers of one mail of the campaign.
     *
     * @param drafted drafts written; those a person rejected and those that wait for a decision too
     * @param approved drafts that a person approved
     * @param messages messages queued ever: the sum of queued, inFlight, sent, bounced, failed, unknown, cancelled,
     *         suppressed and skipped
     * @param sent handed over to a provider, which took them, and not bounced since
     * @param delivered of those sent, the ones a provider reported as delivered; where a provider makes no reports
     *         (SMTP), the ones that did not bounce
     * @param opened messages with at least one opening by a person, as far as that can be told
     * @param replied messages with a reply: of the ones that a reply names, else the latest before it
     * @param skipped leads that have no address on the step's channel, nor on the one to fall back to
     * @param unknown messages of which nobody can know whether the provider took them
     */
    record StepStats(String step, @Nullable String name, long drafted, long approved, long rejected, long messages,
            long queued, long inFlight, long sent, long delivered, long opened, long clicked, long replied,
            long bounced, long unsubscribed, long failed, long unknown, long cancelled, long suppressed, long skipped) {
    }
}
