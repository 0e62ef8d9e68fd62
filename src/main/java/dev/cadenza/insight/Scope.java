package dev.cadenza.insight;

import dev.cadenza.access.Visibility;
import dev.cadenza.problem.NotFound;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose numbers a user sees: those of the campaigns and workflows that the user sees. */
@Component
class Scope {

    /** The numbers of what was sent. */
    static final String SENT = "went, follow_ups, delivered, opened, clicked, replied, bounced";

    private final Visibility visibility;
    private final JdbcClient jdbc;

    Scope(Visibility visibility, JdbcClient jdbc) {
        this.visibility = visibility;
        this.jdbc = jdbc;
    }

    /**
     * SQL for the numbers of one campaign, which is then the parameter {@code campaign}, or of all that are seen.
     *
     * @throws NotFound where the campaign is not there or not seen
     */
    String of(@Nullable UUID campaignId, String ownerId) {
        if (campaignId == null) {
            return visibility.condition(ownerId);
        }
        require(campaignId);
        return ownerId + " = :campaign";
    }

    /**
     * SQL for a table {@code n} of the numbers of what was sent by {@code quarter} and {@code channel}: of one
     * campaign, which is then the parameter {@code campaign}, or of all that are seen. Those are the totals less what
     * the few rows have that the user does not see, which is the same and far less to read.
     *
     * @throws NotFound where the campaign is not there or not seen
     */
    String sent(@Nullable UUID campaignId) {
        if (campaignId != null) {
            require(campaignId);
            return "(select quarter, channel, " + SENT + " from sent_numbers where owner_id = :campaign) n";
        }
        String less = visibility.seesAll() ? "" : " union all select quarter, channel, -" + SENT.replace(", ", ", -")
                + " from sent_numbers s where not (" + visibility.condition("s.owner_id") + ")";
        return "(select quarter, channel, " + SENT + " from sent_total_numbers" + less + ") n";
    }

    String visible(String ownerId) {
        return visibility.condition(ownerId);
    }

    /** @throws NotFound where the campaign or workflow is not seen */
    void requireVisible(UUID ownerId) {
        visibility.require("journey", ownerId);
    }

    /** @throws NotFound where the campaign is not there or not seen */
    void require(UUID campaignId) {
        visibility.require("campaign", campaignId);
        if (!jdbc.sql("select exists(select 1 from campaign where id = :campaign)").param("campaign", campaignId)
                .query(Boolean.class).single()) {
            throw new NotFound("campaign", campaignId);
        }
    }
}
