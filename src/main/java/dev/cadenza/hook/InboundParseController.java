package dev.cadenza.hook;

import dev.cadenza.channel.IncomingMail;
import dev.cadenza.inbox.Inbox;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Collection;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * SendGrid's Inbound Parse: a mail a post, raw or taken apart. It is kept as the mails of a mailbox are, and goes their
 * way from there. {@link InboundParseGate} has checked the secret of the address.
 */
@RestController
@Hidden
class InboundParseController {

    private final Inbox inbox;
    private final Clock clock;

    InboundParseController(Inbox inbox, Clock clock) {
        this.inbox = inbox;
        this.clock = clock;
    }

    @PostMapping("/hooks/sendgrid/{channelId}/inbound/{secret}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void mail(@PathVariable UUID channelId, HttpServletRequest request) throws IOException, ServletException {
        Collection<Part> parts = request.getParts();
        byte[] raw = ParsedPost.of(parts).mail();
        // The same post has the same place, so it is kept once.
        inbox.keepForLater(new IncomingMail("sendgrid:" + channelId, 0, place(raw), raw, clock.instant()));
    }

    private static long place(byte[] raw) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(raw)).getLong() & Long.MAX_VALUE;
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }
}
