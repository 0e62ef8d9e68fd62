package dev.cadenza.insight;

import dev.cadenza.problem.NotFound;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Counts what became of a campaign's messages on each channel, from the messages themselves. */
@Component
class CampaignChannels {

    private final JdbcClient jdbc;

    CampaignChannels(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A campaign's messages through one sender.
     *
     * @param channel such as {@code SMS}
     * @param sender the sender's address, or the channel's name
     * @param channelId the account at a provider; null for the installation's own mail server
     * @param messages queued ever, or skipped
     * @param delivered of those sent, the ones reported as delivered; mails count unless they bounced
     * @param opened mails opened, texts read, as far as that can be told
     * @param skipped leads that have no address on this channel, nor on the one to fall back to
     */
    record ChannelStats(String channel, UUID senderAccountId, String sender, @Nullable UUID channelId, long messages,
            long queued, long inFlight, long sent, long delivered, long opened, long clicked, long bounced, long failed,
            long unknown, long cancelled, long suppressed, long skipped) {
    }

    /** @throws NotFound where there is no such campaign */
    @Transactional(readOnly = true)
    List<ChannelStats> of(UUID campaignId) {
        if (!jdbc.sql("select exists(select 1 from campaign where id = :campaign)").param("campaign", campaignId)
                .query(Boolean.class).single()) {
            throw new NotFound("campaign", campaignId);
        }
        return jdbc.sql("""
                select m.channel, m.sender_account_id, coalesce(s.email, s.display_name) as sender,
                       s.channel_config_id as channel_id, count(*) as messages,
                       count(*) filter (where state = 'QUEUED') as queued,
                       count(*) filter (where state in ('CLAIMED', 'SENDING')) as in_flight,
                       count(*) filter (where state = 'SENT') as sent,
                       count(*) filter (where state = 'SENT' and (delivered_at is not null or m.channel = 'EMAIL'))
                           as delivered,
                       count(opened_at) as opened, count(clicked_at) as clicked,
                       count(*) filter (where state = 'BOUNCED') as bounced,
                       count(*) filter (where state = 'FAILED') as failed,
                       count(*) filter (where state = 'UNKNOWN') as unknown,
                       count(*) filter (where state = 'CANCELLED') as cancelled,
                       count(*) filter (where state = 'SUPPRESSED') as suppressed,
                       count(*) filter (where state = 'SKIPPED') as skipped
                from message m join sender_account s on s.id = m.sender_account_id
                where m.owner_id = :campaign and m.direction = 'OUTBOUND'
                group by m.channel, m.sender_account_id, s.id order by m.channel, sender
                """).param("campaign", campaignId).query(ChannelStats.class).list();
    }
}
