package dev.cadenza.draft;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The texts of drafts whose journey is over; only where somebody sets a time. */
@Component
class RetainedTexts implements Retained {

    private final JdbcTemplate jdbc;

    RetainedTexts(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "message-texts";
    }

    @Override
    public String description() {
        return "What was written to people in campaigns. That a message went, and when, stays known.";
    }

    @Override
    public @Nullable Period byDefault() {
        return null;
    }

    @Override
    public int remove(Instant before, int most) {
        return jdbc.update("""
                update draft set generated_subject = null, generated_body = '', edited_subject = null,
                    edited_body = null, personalization_data = null, version = version + 1
                where id in (select d.id from draft d join enrollment e on e.id = d.enrollment_id
                    where d.updated_at < ? and e.completed_at < ? and d.generated_body <> ''
                        and not exists (select from message m where m.draft_id = d.id
                            and m.state in ('QUEUED', 'CLAIMED', 'SENDING')) limit ?)
                """, before.atOffset(ZoneOffset.UTC), before.atOffset(ZoneOffset.UTC), most);
    }
}
