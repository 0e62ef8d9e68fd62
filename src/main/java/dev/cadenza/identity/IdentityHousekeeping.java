package dev.cadenza.identity;

import dev.cadenza.platform.Background;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What runs beside requests on every node: mails about accounts, and the removal of what is over. */
@Component
@Background
class IdentityHousekeeping {

    private static final Duration KEPT = Duration.ofDays(30);

    private final AccountMailer mailer;
    private final LoginThrottle throttle;
    private final JdbcClient jdbc;
    private final Clock clock;

    IdentityHousekeeping(AccountMailer mailer, LoginThrottle throttle, JdbcClient jdbc, Clock clock) {
        this.mailer = mailer;
        this.throttle = throttle;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 2000)
    void mail() {
        mailer.turn();
    }

    /** Repeating it does no harm, so nodes need not agree on who does it. */
    @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
    void clean() {
        Timestamp now = Timestamp.from(clock.instant());
        Timestamp old = Timestamp.from(clock.instant().minus(KEPT));
        jdbc.sql("delete from token_blacklist where expires_at < :now").param("now", now).update();
        jdbc.sql("delete from user_session where expires_at < :old or revoked_at < :old").param("old", old).update();
        jdbc.sql("delete from account_link where expires_at < :old").param("old", old).update();
        throttle.clean();
    }
}
