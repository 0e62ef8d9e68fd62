package dev.cadenza.hook;

import dev.cadenza.platform.Background;
import java.time.Clock;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Applies kept events as they come, and forgets those that nobody will repeat any more. */
@Component
@Background
class HookWorker {

    private static final int FORGOTTEN_AT_ONCE = 5000;

    private final HookApplier applier;
    private final HookEvents events;
    private final HookSettings settings;
    private final Clock clock;

    HookWorker(HookApplier applier, HookEvents events, HookSettings settings, Clock clock) {
        this.applier = applier;
        this.events = events;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "PT0.3S")
    void apply() {
        while (applier.applyDue() > 0) {
            // until none is due
        }
    }

    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT30M")
    void forget() {
        while (events.forget(clock.instant().minus(settings.keep()), FORGOTTEN_AT_ONCE) > 0) {
            // until none is old
        }
    }
}
