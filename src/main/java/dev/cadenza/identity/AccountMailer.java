package dev.cadenza.identity;

import dev.cadenza.platform.CadenzaProperties;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Mails the links that wait, one after the other. One that is in hand is nobody else's for five minutes, so no two nodes
 * mail the same; what a crash interrupts is mailed again after that.
 */
@Component
class AccountMailer {

    private static final Logger LOG = LoggerFactory.getLogger(AccountMailer.class);
    private static final int MAX_TRIES = 12;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    /** Longer than a mail server is waited for. */
    private static final Duration IN_HAND = Duration.ofMinutes(5);

    private final JdbcClient jdbc;
    private final AccountLinks links;
    private final ObjectProvider<AccountPost> post;
    private final CadenzaProperties properties;
    private final Clock clock;

    AccountMailer(JdbcClient jdbc, AccountLinks links, ObjectProvider<AccountPost> post,
            CadenzaProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.links = links;
        this.post = post;
        this.properties = properties;
        this.clock = clock;
    }

    /** Mails all that is due. */
    void turn() {
        Optional<Due> due = claim();
        while (due.isPresent()) {
            if (due.get().open()) {
                hand(due.get().link(), due.get().tries(), clock.instant());
            } else {
                record(due.get().link(), "DROPPED", clock.instant(), null);
            }
            due = claim();
        }
    }

    /** @param tries this one included */
    private record Due(AccountLink link, int tries, boolean open) {
    }

    /** Takes one by putting off its next try, so that nothing is locked while a mail server is talked to. */
    private Optional<Due> claim() {
        Instant now = clock.instant();
        return jdbc.sql("""
                update account_link set mail_tries = mail_tries + 1, mail_due_at = :again where id = (
                    select id from account_link where mail_state = 'PENDING' and mail_due_at <= :now
                    order by mail_due_at limit 1 for update skip locked)
                returning *, used_at is null and revoked_at is null and expires_at > :now as open""")
                .param("now", Timestamp.from(now)).param("again", Timestamp.from(now.plus(IN_HAND)))
                .query((row, number) -> new Due(AccountLinks.read(row, number), row.getInt("mail_tries"),
                        row.getBoolean("open")))
                .optional();
    }

    private void hand(AccountLink link, int tries, Instant now) {
        String address = properties.publicUrl().toString().replaceAll("/+$", "") + "/account.html#"
                + links.token(link);
        AccountPost.Outcome outcome = post.getObject().hand(AccountLetter.of(link, address));
        if (outcome instanceof AccountPost.Outcome.Taken) {
            record(link, "SENT", now, null);
        } else if (outcome instanceof AccountPost.Outcome.Refused refused) {
            record(link, "FAILED", now, refused.reason());
        } else if (outcome instanceof AccountPost.Outcome.Later later) {
            Duration pause = Duration.ofSeconds(10L << Math.min(tries, 9));
            Duration after = pause.compareTo(later.after()) < 0 ? later.after() : pause;
            record(link, tries >= MAX_TRIES ? "FAILED" : "PENDING",
                    now.plus(after.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : after), later.reason());
        }
    }

    private void record(AccountLink link, String state, Instant due, @Nullable String error) {
        if (state.equals("FAILED")) {
            LOG.warn("The mail of {} {} could not be sent: {}", link.purpose(), link.id(), error);
        }
        jdbc.sql("update account_link set mail_state = :state, mail_due_at = :due, mail_error = :error where id = :id")
                .param("state", state).param("due", Timestamp.from(due))
                .param("error", error, Types.VARCHAR).param("id", link.id()).update();
    }
}
