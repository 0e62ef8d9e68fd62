package dev.cadenza.insight;

import dev.cadenza.access.Visibility;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whose numbers a user sees: those of the campaigns and workflows that the user sees. */
@Component
class Scope {

    private final Visibility visibility;
    private final JdbcClient jdbc;

    Scope(Visibility visibility, JdbcClient jdbc) {
        this.visibility = visibility;
        this.jdbc = jdbc;
    }

    /**
     * SQL for the numbers of one campaign, which is then the parameter {@code campaign}, or of all that are seen.
     *
     * @throws dev.cadenza.problem.NotFound where the campaign is not there or not seen
     */
    String of(@Nullable UUID campaignId, String ownerId) {
        if (campaignId == null) {
            return visibility.condition(ownerId);
        }
        require(campaignId);
        return ownerId + " = :campaign";
    }

    String visible(String ownerId) {
        return visibility.condition(ownerId);
    }

    /** @throws dev.cadenza.problem.NotFound where the campaign is not there or not seen */
    void require(UUID campaignId) {
        visibility.require("campaign", campaignId);
        if (!jdbc.sql("select exists(select 1 from campaign where id = :campaign)").param("campaign", campaignId)
                .query(Boolean.class).single()) {
            throw new dev.cadenza.problem.NotFound("campaign", campaignId);
        }
    }
}
