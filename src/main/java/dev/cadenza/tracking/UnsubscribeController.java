package dev.cadenza.tracking;

import io.swagger.v3.oas.annotations.Hidden;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The unsubscribe page, and one-click unsubscribe for mail programs (RFC 8058): looking changes nothing, because
 * scanners look at every link; a POST unsubscribes, whatever its body says, as often as it comes.
 */
@RestController
@RequestMapping("/u/{token}")
@Hidden
class UnsubscribeController {

    private final TrackingTokens tokens;
    private final Unsubscriptions unsubscriptions;

    UnsubscribeController(TrackingTokens tokens, Unsubscriptions unsubscriptions) {
        this.tokens = tokens;
        this.unsubscriptions = unsubscriptions;
    }

    @GetMapping
    ResponseEntity<String> ask(@PathVariable String token) {
        return page(message(token).flatMap(unsubscriptions::address).map(Pages::confirm));
    }

    @PostMapping
    ResponseEntity<String> unsubscribe(@PathVariable String token) {
        return page(message(token).flatMap(id -> unsubscriptions.unsubscribe(id, "One-click or unsubscribe page"))
                .map(Pages::unsubscribed));
    }

    private Optional<UUID> message(String token) {
        return tokens.readUnsubscribe(token);
    }

    private static ResponseEntity<String> page(Optional<String> page) {
        return page.map(html -> Pages.response(HttpStatus.OK, html))
                .orElseGet(() -> Pages.response(HttpStatus.NOT_FOUND, Pages.unknownLink()));
    }
}
