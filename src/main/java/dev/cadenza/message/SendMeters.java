package dev.cadenza.message;

import dev.cadenza.channel.SendResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.stereotype.Component;

/** Counts what came of handing messages over, on this node, once it is recorded. */
@Component
class SendMeters {

    private final MeterRegistry meters;

    SendMeters(MeterRegistry meters) {
        this.meters = meters;
    }

    void count(List<Outcome> outcomes) {
        outcomes.forEach(outcome -> meters.counter("cadenza.sends", "channel", outcome.message().channel(), "outcome",
                word(outcome.result())).increment());
    }

    private static String word(SendResult result) {
        if (result instanceof SendResult.Accepted) {
            return "sent";
        }
        if (result instanceof SendResult.Deferred) {
            return "deferred";
        }
        if (result instanceof SendResult.Refused refused) {
            return refused.badAddress() ? "bounced" : "refused";
        }
        return "unknown";
    }
}
