package dev.cadenza.draft;

import dev.cadenza.lead.PlainText;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The drafts of one campaign, for those who already know that the campaign exists. */
@Component
public class CampaignDrafts {

    private final DraftList list;

    CampaignDrafts(DraftList list) {
        this.list = list;
    }

    /**
     * One page in the order in which the drafts were written, without their bodies.
     *
     * @param status only these; null for all
     * @param words stand in the lead's name, e-mail or company, or in the draft's text; null for all
     * @throws Rejected for words that can't be searched
     */
    public PageResponse<DraftView> page(UUID campaignId, @Nullable DraftStatus status, @Nullable String words,
            PageQuery page) {
        if (words != null && !PlainText.storable(words)) {
            throw new Rejected(FieldError.of("q", "invalid", "The text holds characters that can't be searched."));
        }
        return list.page(new DraftFilter(campaignId, null, null, status, words), page);
    }
}
