package dev.cadenza.message;

import dev.cadenza.channel.ChannelConfig;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.PushDevice;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the page needs on which a lead allows notifications. It is open to everybody who has the lead's link. */
@RestController
@RequestMapping("/api/v1/push")
@Tag(name = "Push", description = "Browsers in which leads allow notifications; open, each call proves itself by a token")
class PushController {

    private static final int LONGEST_ENDPOINT = 2000;
    private static final int PUBLIC_KEY_BYTES = 65;
    private static final int AUTH_BYTES = 16;

    private final PushTokens tokens;
    private final ChannelConfigs channels;
    private final ContactPoints contacts;
    private final JdbcTemplate jdbc;
    private final Clock clock;

    PushController(PushTokens tokens, ChannelConfigs channels, ContactPoints contacts, JdbcTemplate jdbc, Clock clock) {
        this.tokens = tokens;
        this.channels = channels;
        this.contacts = contacts;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** @param publicKey the application server key that the browser subscribes with */
    record Key(String publicKey) {
    }

    /** A browser's own {@code PushSubscription.toJSON()}. */
    record Subscription(@Nullable String endpoint, @Nullable Object expirationTime, @Nullable DeviceKeys keys) {
    }

    record DeviceKeys(@Nullable String p256dh, @Nullable String auth) {
    }

    /** @param token from the link */
    record Subscribe(@Nullable String token, @Nullable Subscription subscription) {
    }

    record Unsubscribe(@Nullable String token, @Nullable String endpoint) {
    }

    @GetMapping("/key")
    @Operation(summary = "The key to subscribe with, for the lead and channel of a link")
    Key key(@RequestParam String token) {
        return new Key(channel(subject(token)).setting("publicKey").orElseThrow(() -> new NotFound("key", "here")));
    }

    @PostMapping("/subscriptions")
    @Operation(summary = "Keep a browser's subscription with the lead; repeating it changes nothing")
    ResponseEntity<Void> subscribe(@RequestBody Subscribe request,
            @RequestHeader(name = "User-Agent", required = false) @Nullable String agent) {
        PushTokens.Subject subject = subject(request.token());
        ChannelConfig channel = channel(subject);
        PushDevice device = device(request.subscription());
        if (jdbc.queryForList("select 1 from lead where id = ?", subject.leadId()).isEmpty()) {
            throw new NotFound("lead", subject.leadId());
        }
        boolean added = contacts.addDevice(subject.leadId(), channel.id(), device,
                agent == null ? null : agent.replace("\0", "").substring(0, Math.min(300, agent.length())),
                clock.instant());
        return ResponseEntity.status(added ? HttpStatus.CREATED : HttpStatus.OK).build();
    }

    @PostMapping("/unsubscriptions")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Forget a browser's subscription")
    void unsubscribe(@RequestBody Unsubscribe request) {
        PushTokens.Subject subject = subject(request.token());
        if (request.endpoint() == null) {
            throw new Rejected(FieldError.required("endpoint"));
        }
        contacts.removeDevice(subject.leadId(), request.endpoint());
    }

    private PushTokens.Subject subject(@Nullable String token) {
        if (token == null) {
            throw new Rejected(FieldError.required("token"));
        }
        return tokens.read(token).orElseThrow(() -> new NotFound("push channel for", "this link"));
    }

    private ChannelConfig channel(PushTokens.Subject subject) {
        ChannelConfig channel = channels.find(subject.channelId()).filter(c -> c.channel() == ChannelType.PUSH)
                .orElseThrow(() -> new NotFound("push channel", subject.channelId()));
        if (!channel.active()) {
            throw new Conflict("channel-inactive", "Notifications are switched off at present.");
        }
        return channel;
    }

    private static PushDevice device(@Nullable Subscription subscription) {
        List<FieldError> errors = new ArrayList<>();
        String endpoint = subscription == null ? null : subscription.endpoint();
        DeviceKeys keys = subscription == null ? null : subscription.keys();
        if (!isAddress(endpoint)) {
            errors.add(FieldError.of("subscription.endpoint", "invalid", "This is no address of a push service."));
        }
        if (!isBase64(keys == null ? null : keys.p256dh(), PUBLIC_KEY_BYTES)) {
            errors.add(FieldError.of("subscription.keys.p256dh", "invalid", "This is no public key of a browser."));
        }
        if (!isBase64(keys == null ? null : keys.auth(), AUTH_BYTES)) {
            errors.add(FieldError.of("subscription.keys.auth", "invalid", "This is no secret of a browser."));
        }
        if (!errors.isEmpty() || endpoint == null || keys == null || keys.p256dh() == null || keys.auth() == null) {
            throw new Rejected(errors);
        }
        return new PushDevice(endpoint, keys.p256dh(), keys.auth());
    }

    /** Whether it may be posted to is looked at when something is: the name may lead elsewhere by then. */
    private static boolean isAddress(@Nullable String endpoint) {
        if (endpoint == null || endpoint.length() > LONGEST_ENDPOINT) {
            return false;
        }
        try {
            URI address = URI.create(endpoint);
            return address.getHost() != null && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static boolean isBase64(@Nullable String text, int bytes) {
        try {
            return text != null && Base64.getUrlDecoder().decode(text).length == bytes;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
