package dev.cadenza.message;

import dev.cadenza.channel.MessageIds;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.lead.Addresses;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Holding and releasing all sending; administrators only. */
@RestController
@RequestMapping("/api/v1/outbox")
@Tag(name = "Messages")
class GateController {

    private static final int MOST_LINES = 10_000;

    private final Gate gate;
    private final Doubt doubt;

    GateController(Gate gate, Doubt doubt) {
        this.gate = gate;
        this.doubt = doubt;
    }

    record Release(Gate.@Nullable Decision doubtful) {
    }

    /** @param messageId as the mail server's log has it; may be missing */
    record Line(@Nullable String messageId, @Nullable String recipient, @Nullable Instant at) {
    }

    record Log(@Nullable List<Line> received) {
    }

    /** @param settled messages that are SENT now */
    record Settled(int settled, Gate.State gate) {
    }

    @GetMapping("/gate")
    @Operation(summary = "Say whether sending is held, since when, and what a restored database does not know")
    Gate.State state() {
        return gate.state();
    }

    @PostMapping("/hold")
    @Operation(summary = "Hold all sending, on every node, until it is released")
    Gate.State hold() {
        gate.holdByHand();
        return gate.state();
    }

    @PostMapping("/evidence")
    @Operation(summary = "Settle doubtful messages by a mail server's log", description = "Each line is a mail that the"
            + " server took since the backup: its recipient, when, and its Message-ID where the log has it.")
    Settled evidence(@RequestBody Log log) {
        List<Line> lines = log.received() == null ? List.of() : log.received();
        if (lines.isEmpty() || lines.size() > MOST_LINES) {
            throw new Rejected(FieldError.of("received", "invalid", "Give 1 to " + MOST_LINES + " lines at a time."));
        }
        List<Doubt.Evidence> evidence = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            Instant at = line == null ? null : line.at();
            Optional<String> recipient = Optional.ofNullable(line == null ? null : line.recipient())
                    .flatMap(Addresses::email);
            if (line == null || at == null || recipient.isEmpty()) {
                errors.add(FieldError.of("received[" + i + "]", "invalid",
                        "A line needs the recipient's e-mail address and the time."));
            } else {
                evidence.add(new Doubt.Evidence(Optional.ofNullable(line.messageId()).flatMap(MessageIds::parse),
                        recipient.get(), at));
            }
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return new Settled(doubt.settleBy(evidence), gate.state());
    }

    @PostMapping("/release")
    @Operation(summary = "Let sending go on", description = "UNKNOWN: what may have been sent before the restore is"
            + " listed as of unknown outcome and not sent. SEND: it is sent, because it certainly was not before.")
    Gate.State release(@RequestBody Release release) {
        if (release.doubtful() == null) {
            throw new Rejected(FieldError.required("doubtful"));
        }
        gate.release(release.doubtful(), SignedInUser.current().map(SignedInUser::email).orElse("unknown"));
        return gate.state();
    }
}
