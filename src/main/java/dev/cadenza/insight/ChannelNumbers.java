package dev.cadenza.insight;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The counts of each channel (requirement 5, campaign_channels), over campaigns and days. */
@Component
class ChannelNumbers {

    private final JdbcClient jdbc;
    private final Scope scope;

    ChannelNumbers(JdbcClient jdbc, Scope scope) {
        this.jdbc = jdbc;
        this.scope = scope;
    }

    /**
     * The messages that were sent through one channel in the range, and what became of them since.
     *
     * @param sentCount those that bounced since too
     * @param deliveredCount where a channel makes no reports (SMTP), those that did not bounce
     */
    record Channel(String channelType, long sentCount, long deliveredCount, long openedCount, long clickedCount,
            long repliedCount, long bouncedCount) {
    }

    @Transactional(readOnly = true)
    public List<Channel> of(LocalDays days, @Nullable UUID campaignId) {
        return jdbc.sql("""
                select channel as channel_type, sum(went) as sent_count, sum(delivered) as delivered_count,
                    sum(opened) as opened_count, sum(clicked) as clicked_count, sum(replied) as replied_count,
                    sum(bounced) as bounced_count
                from %s where %s group by channel having sum(went) <> 0 order by channel
                """.formatted(scope.sent(campaignId), LocalDays.WITHIN))
                .params(days.parameters()).param("campaign", campaignId).query(Channel.class).list();
    }
}
