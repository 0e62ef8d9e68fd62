package dev.cadenza.message;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Which mails our answers answer, so that mail programs show them in one thread (RFC 5322, In-Reply-To). */
@Component
class AnsweredMails {

    private static final Pattern PLAIN = Pattern.compile("<[!-~]{1,250}>");

    private final JdbcTemplate jdbc;

    AnsweredMails(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The Message-IDs by our message. Journeys' messages answer nothing and are not looked up. */
    Map<UUID, String> of(List<ClaimedMessage> messages) {
        List<UUID> alone = messages.stream().filter(message -> message.enrollmentId() == null)
                .map(ClaimedMessage::id).toList();
        Map<UUID, String> answered = new HashMap<>();
        if (!alone.isEmpty()) {
            jdbc.query("""
                    select m.id, i.provider_id from message m join message i on i.id = m.in_reply_to
                    where m.id = any(?::uuid[]) and i.direction = 'INBOUND' and i.provider_id is not null
                    """, row -> {
                // What strangers wrote into their header may not be writable in ours; the answer goes all the same.
                if (PLAIN.matcher(row.getString(2)).matches()) {
                    answered.put(row.getObject(1, UUID.class), row.getString(2));
                }
            }, (Object) Sql.of(alone));
        }
        return answered;
    }
}
