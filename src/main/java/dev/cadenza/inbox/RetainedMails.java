package dev.cadenza.inbox;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Raw mails of the mailbox. */
@Component
class RetainedMails implements Retained {

    private final JdbcTemplate jdbc;

    RetainedMails(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "inbound-mails";
    }

    @Override
    public String description() {
        return "Mails as they came in. What people wrote stays in their conversations.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(365);
    }

    @Override
    public int remove(Instant before, int most) {
        jdbc.update("""
                update inbound_mail set duplicate_of = null where duplicate_of in (
                    select id from inbound_mail where received_at < ? and status in ('UNMATCHED', 'FAILED'))
                """, before.atOffset(ZoneOffset.UTC));
        int dropped = jdbc.update("""
                delete from inbound_mail where id in (select id from inbound_mail
                    where received_at < ? and status in ('UNMATCHED', 'FAILED') limit ?)
                """, before.atOffset(ZoneOffset.UTC), most);
        return dropped + jdbc.update("""
                update inbound_mail set raw = '' where id in (select id from inbound_mail
                    where received_at < ? and status = 'APPLIED' and length(raw) > 0 limit ?)
                """, before.atOffset(ZoneOffset.UTC), most - dropped);
    }
}
