package dev.cadenza.message;

import dev.cadenza.channel.SendResult;
import java.time.Instant;

/** What came of handing over one message. */
record Outcome(Claim claim, ClaimedMessage message, SendResult result, Instant at) {
}
