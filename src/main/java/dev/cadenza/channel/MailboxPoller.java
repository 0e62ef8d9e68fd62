package dev.cadenza.channel;

import dev.cadenza.platform.Background;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Polls the mailbox; after failures less and less often, down to every five minutes. */
@Component
@Background
class MailboxPoller {

    private static final Logger LOG = LoggerFactory.getLogger(MailboxPoller.class);
    private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toNanos();

    private final Mailbox mailbox;
    private int failures;
    private long pausedUntil = System.nanoTime();

    MailboxPoller(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    @Scheduled(fixedDelayString = "#{@mailbox.pollInterval().toMillis()}")
    void poll() {
        if (System.nanoTime() - pausedUntil < 0) {
            return;
        }
        try {
            mailbox.pollOnce();
            if (failures > 0) {
                LOG.info("The mailbox can be read again");
            }
            failures = 0;
        } catch (MailboxUnavailable unavailable) {
            long interval = mailbox.pollInterval().toNanos();
            long pause = Math.min(LONGEST_PAUSE, interval << Math.min(failures, 20));
            pausedUntil = System.nanoTime() + Math.max(pause, interval);
            if (failures++ == 0) {
                LOG.warn("{}; trying again", unavailable.getMessage(), unavailable);
            }
        }
    }
}
