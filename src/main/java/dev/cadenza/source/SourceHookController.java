package dev.cadenza.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.platform.SecretCipher;
import dev.cadenza.source.DataEvent.Posted;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where data sources post to. Open to everybody: what each type proves itself with is what admits a post. */
@RestController
@Hidden
class SourceHookController {

    private final SourceRegister sources;
    private final SourceApplier applier;
    private final RateLimits limits;
    private final IntakeSettings settings;
    private final SecretCipher cipher;
    private final Clock clock;
    private final String base;
    private final Map<SourceType, SourceFormat> formats = new EnumMap<>(SourceType.class);

    SourceHookController(SourceRegister sources, SourceApplier applier, RateLimits limits, IntakeSettings settings,
            SecretCipher cipher, Clock clock, CadenzaProperties properties, List<SourceFormat> formats) {
        this.sources = sources;
        this.applier = applier;
        this.limits = limits;
        this.settings = settings;
        this.cipher = cipher;
        this.clock = clock;
        this.base = properties.publicUrl().toASCIIString().replaceFirst("/+$", "");
        formats.forEach(format -> this.formats.put(format.type(), format));
    }

    /** @param received events in the post; @param added those that were not known yet */
    record Kept(int received, int added) {
    }

    /** As Meta answers. */
    record MetaAnswer(int events_received, List<String> messages, String fbtrace_id) {
    }

    @PostMapping("/hooks/sources/{key}")
    ResponseEntity<?> post(@PathVariable String key, HttpServletRequest request) throws IOException {
        DataSource source = source(key, false, request);
        Kept kept = keep(source, SourcePost.of(request, settings.maxBody(), clock.instant()), request);
        return switch (source.type()) {
            case SHOPIFY -> ResponseEntity.ok().build();
            case FACEBOOK_PIXEL -> ResponseEntity.ok(new MetaAnswer(kept.received(), List.of(), ""));
            case GTM -> ResponseEntity.noContent().build();
            default -> ResponseEntity.accepted().body(kept);
        };
    }

    /** Under the path of the Conversions API, for clients that can be given another host only. */
    @PostMapping("/hooks/sources/{key}/{version}/{pixel}/events")
    ResponseEntity<?> conversions(@PathVariable String key, HttpServletRequest request) throws IOException {
        return post(key, request);
    }

    /** The script that a page loads; it sends to the source that it was loaded from. */
    @GetMapping("/hooks/sources/{key}.js")
    ResponseEntity<String> script(@PathVariable String key, HttpServletRequest request) throws IOException {
        DataSource source = source(key, false, request);
        if (source.type() != SourceType.GTM) {
            throw SourceRefused.unknown();
        }
        String script = new ClassPathResource("source/visitor.js").getContentAsString(StandardCharsets.UTF_8)
                .replace("__ADDRESS__", base + "/hooks/sources/" + source.key())
                .replace("__CONSENT__", String.valueOf(Boolean.TRUE.equals(source.settings().requireConsent())));
        return ResponseEntity.ok().contentType(MediaType.valueOf("text/javascript;charset=UTF-8"))
                .header("X-Content-Type-Options", "nosniff").header("Cross-Origin-Resource-Policy", "cross-origin")
                .cacheControl(CacheControl.maxAge(java.time.Duration.ofMinutes(10)).cachePublic()).body(script);
    }

    @PostMapping("/hooks/forms/{key}")
    ResponseEntity<?> form(@PathVariable String key, HttpServletRequest request) throws IOException {
        DataSource source = source(key, true, request);
        SourcePost post = SourcePost.of(request, settings.maxBody(), clock.instant());
        ObjectNode fields = readable(() -> ((FormFormat) formats.get(SourceType.FORM)).fields(post));
        String honeypot = source.settings().honeypot();
        // Who fills in what people don't see is answered like everybody else, and learns nothing.
        if (honeypot == null || fields.path(honeypot).asText().isEmpty()) {
            keep(source, post, request);
        } else {
            limit(request);
        }
        URI next = next(source, Values.text(fields.path("_redirect")));
        boolean wantsJson = String.valueOf(request.getHeader("Accept")).toLowerCase(Locale.ROOT).contains("json");
        return next == null || wantsJson ? ResponseEntity.accepted().body(Map.of("status", "received"))
                : ResponseEntity.status(HttpStatus.SEE_OTHER).location(next).header("Cache-Control", "no-store")
                .build();
    }

    /** The page that the form asks for, where it is of an origin of the source; else the one that is set. */
    private static @Nullable URI next(DataSource source, @Nullable String asked) {
        if (asked != null && SourceInput.isWebAddress(asked)) {
            URI uri = URI.create(asked);
            String origin = uri.getScheme() + "://" + uri.getRawAuthority();
            List<String> origins = source.settings().origins();
            if (origins != null && origins.stream().anyMatch(origin::equalsIgnoreCase)) {
                return uri;
            }
        }
        String set = source.settings().redirectUrl();
        return set == null ? null : URI.create(set);
    }

    /** What a sender that proved itself posts is kept even where it can't be read. */
    private Kept keep(DataSource source, SourcePost post, HttpServletRequest request) {
        SourceFormat format = formats.get(source.type());
        boolean proven = admit(format, source, post, request);
        limits.source(source.key());
        List<Posted> posted;
        if (proven) {
            try {
                posted = format.split(source, post);
            } catch (UnreadableData unreadable) {
                posted = List.of(new Posted(DataEvent.UNREADABLE, "unreadable\n" + post.text(), post.text()));
            }
        } else {
            posted = readable(() -> format.split(source, post));
        }
        return new Kept(posted.size(), applier.keep(source, proven, posted));
    }

    /** One address alone never uses up what the source takes of all: who proved nothing is counted by it first. */
    private boolean admit(SourceFormat format, DataSource source, SourcePost post, HttpServletRequest request) {
        boolean proven = false;
        try {
            proven = format.admit(source, source.secrets(cipher, post.receivedAt()), post);
        } finally {
            if (!proven) {
                limit(request);
            }
        }
        return proven;
    }

    private void limit(HttpServletRequest request) {
        limits.address(String.valueOf(request.getRemoteAddr()));
    }

    private static <T> T readable(java.util.function.Supplier<T> read) {
        try {
            return read.get();
        } catch (UnreadableData unreadable) {
            throw SourceRefused.content(String.valueOf(unreadable.getMessage()));
        }
    }

    private DataSource source(String key, boolean form, HttpServletRequest request) {
        return Optional.of(key).filter(word -> word.matches("[\\w-]{1,100}")).flatMap(sources::byKey)
                .filter(source -> form == (source.type() == SourceType.FORM)).orElseThrow(() -> {
                    limit(request);
                    return SourceRefused.unknown();
                });
    }
}
