package dev.cadenza.assistant;

import dev.cadenza.platform.Retained;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Conversations in which nothing was said for long. */
@Component
class RetainedConversations implements Retained {

    private final JdbcTemplate jdbc;

    RetainedConversations(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "assistant-conversations";
    }

    @Override
    public String description() {
        return "What users and the assistant said to each other. The campaigns that came of it stay.";
    }

    @Override
    public @Nullable Period byDefault() {
        return Period.ofDays(180);
    }

    @Override
    public int remove(Instant before, int most) {
        int removed = jdbc.update("delete from assistant_conversation where id in (select id from "
                + "assistant_conversation where updated_at < ? limit ?)", before.atOffset(ZoneOffset.UTC), most);
        jdbc.update("delete from ownership o where o.kind = 'assistant-conversations' and not exists (select 1 from "
                + "assistant_conversation c where c.id = o.row_id)");
        return removed;
    }
}
