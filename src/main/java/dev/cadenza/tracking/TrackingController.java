package dev.cadenza.tracking;

import dev.cadenza.platform.Keys;
import dev.cadenza.tracking.Hits.Hit;
import dev.cadenza.tracking.Hits.Kind;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Where tracked links and open pixels lead. Open to everybody: the signature of the token is what admits a request.
 * Whoever clicks gets where the link led even where the hit cannot be recorded.
 */
@RestController
@RequestMapping("/t")
@Hidden
class TrackingController {

    private static final Logger LOG = LoggerFactory.getLogger(TrackingController.class);
    private static final int MAX_AGENT = 300;
    /** A transparent picture of one pixel: 43 bytes. */
    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==");

    private final TrackingTokens tokens;
    private final Hits hits;
    private final Clock clock;
    private final byte[] addressKey;

    TrackingController(TrackingTokens tokens, Hits hits, Clock clock, Keys keys) {
        this.tokens = tokens;
        this.hits = hits;
        this.clock = clock;
        this.addressKey = keys.key("tracking-address");
    }

    @GetMapping("/c/{token}")
    ResponseEntity<String> click(@PathVariable String token, HttpServletRequest request) {
        Optional<TrackingTokens.Click> click = tokens.readClick(token);
        Optional<String> destination = click.flatMap(found -> Destination.of(found.url()));
        if (click.isEmpty() || destination.isEmpty()) {
            return Pages.response(HttpStatus.NOT_FOUND, Pages.unknownLink());
        }
        keep(hit(click.get().messageId(), Kind.CLICK, click.get().link(), click.get().url(), request));
        return ResponseEntity.status(HttpStatus.FOUND)
                .header(HttpHeaders.LOCATION, destination.get())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "no-referrer")
                .header("X-Robots-Tag", "noindex, nofollow")
                .build();
    }

    /** Always the picture: a broken token must not show as a broken image in somebody's mail. */
    @GetMapping("/o/{token}")
    ResponseEntity<byte[]> open(@PathVariable String token, HttpServletRequest request) {
        tokens.readOpen(token).ifPresent(id -> keep(hit(id, Kind.OPEN, null, null, request)));
        return ResponseEntity.ok()
                .contentType(MediaType.IMAGE_GIF)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(PIXEL);
    }

    private Hit hit(UUID messageId, Kind kind, @Nullable Integer link, @Nullable String url,
            HttpServletRequest request) {
        byte[] address = Keys.hmac(addressKey, request.getRemoteAddr().getBytes(StandardCharsets.UTF_8));
        String agent = request.getHeader("User-Agent");
        return new Hit(messageId, kind, link, url, clock.instant(), agent == null ? null : printable(agent),
                Arrays.copyOf(address, 16), Agents.judge(request));
    }

    private void keep(Hit hit) {
        try {
            hits.keep(hit);
        } catch (DataAccessException | TransactionException failure) {
            LOG.error("A tracking hit could not be kept: {} of message {}, link {}, at {}, {}", hit.kind(),
                    hit.messageId(), hit.link(), hit.at(), hit.verdict(), failure);
        }
    }

    private static String printable(String agent) {
        String clean = agent.replaceAll("\\p{Cntrl}", " ");
        return clean.length() <= MAX_AGENT ? clean : clean.substring(0, MAX_AGENT);
    }
}
