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
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Mails the links that wait, one after the other. A row is locked while its mail is handed over, so no two nodes mail the
 * same; what a crash interrupts is mailed again.
 */
@Component
class AccountMailer {

    private static final Logger LOG = LoggerFactory.getLogger(AccountMailer.class);
    private static final int MAX_TRIES = 12;
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final AccountLinks links;
    private final ObjectProvider<AccountPost> post;
    private final TransactionTemplate transaction;
    private final CadenzaProperties properties;
    private final Clock clock;

    AccountMailer(JdbcClient jdbc, AccountLinks links, ObjectProvider<AccountPost> post,
            PlatformTransactionManager transactions, CadenzaProperties properties, Clock clock) {
        this.jdbc = jdbc;
        this.links = links;
        this.post = post;
        this.transaction = new TransactionTemplate(transactions);
        this.properties = properties;
        this.clock = clock;
    }

    /** Mails all that is due. */
    void turn() {
        while (Boolean.TRUE.equals(transaction.execute(status -> next()))) {
            LOG.debug("A link was mailed");
        }
    }

    private boolean next() {
        Instant now = clock.instant();
        record Due(AccountLink link, int tries, boolean open) {
        }
        Optional<Due> due = jdbc.sql("""
                select *, used_at is null and revoked_at is null and expires_at > :now as open from account_link
                where mail_state = 'PENDING' and mail_due_at <= :now
                order by mail_due_at limit 1 for update skip locked""")
                .param("now", Timestamp.from(now))
                .query((row, number) -> new Due(AccountLinks.read(row, number), row.getInt("mail_tries") + 1,
                        row.getBoolean("open")))
                .optional();
        due.ifPresent(found -> {
            if (found.open()) {
                hand(found.link(), found.tries(), now);
            } else {
                record(found.link(), "DROPPED", found.tries(), now, null);
            }
        });
        return due.isPresent();
    }

    private void hand(AccountLink link, int tries, Instant now) {
        String address = properties.publicUrl().toString().replaceAll("/+$", "") + "/account.html#"
                + links.token(link);
        AccountPost.Outcome outcome = post.getObject().hand(AccountLetter.of(link, address));
        if (outcome instanceof AccountPost.Outcome.Taken) {
            record(link, "SENT", tries, now, null);
        } else if (outcome instanceof AccountPost.Outcome.Refused refused) {
            record(link, "FAILED", tries, now, refused.reason());
        } else if (outcome instanceof AccountPost.Outcome.Later later) {
            Duration pause = Duration.ofSeconds(10L << Math.min(tries, 9));
            Duration after = pause.compareTo(later.after()) < 0 ? later.after() : pause;
            record(link, tries >= MAX_TRIES ? "FAILED" : "PENDING", tries,
                    now.plus(after.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : after), later.reason());
        }
    }

    private void record(AccountLink link, String state, int tries, Instant due, @Nullable String error) {
        if (state.equals("FAILED")) {
            LOG.warn("The mail of {} {} could not be sent: {}", link.purpose(), link.id(), error);
        }
        jdbc.sql("update account_link set mail_state = :state, mail_tries = :tries, mail_due_at = :due,"
                + " mail_error = :error where id = :id")
                .param("state", state).param("tries", tries).param("due", Timestamp.from(due))
                .param("error", error, Types.VARCHAR).param("id", link.id()).update();
    }
}
