package dev.cadenza.inbox;

import dev.cadenza.platform.Background;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Takes up mails that were kept and not applied: after a crash, or when a failure has had time to pass. */
@Component
@Background
class InboxWorker {

    private final Inbox inbox;

    InboxWorker(Inbox inbox) {
        this.inbox = inbox;
    }

    @Scheduled(fixedDelayString = "PT2S")
    void work() {
        inbox.applyDue();
    }
}
