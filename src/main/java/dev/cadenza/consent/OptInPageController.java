package dev.cadenza.consent;

import dev.cadenza.tracking.PublicPage;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page behind the link of an opt-in. Looking says nothing, because scanners look at every link; the button does. */
@RestController
@RequestMapping(OptInLinks.PATH + "{token}")
@Hidden
class OptInPageController {

    private final OptIns optIns;

    OptInPageController(OptIns optIns) {
        this.optIns = optIns;
    }

    @GetMapping
    ResponseEntity<String> ask(@PathVariable String token) {
        return page(optIns.at(token));
    }

    @PostMapping
    ResponseEntity<String> confirm(@PathVariable String token,
            @RequestHeader(name = HttpHeaders.USER_AGENT, required = false) @Nullable String agent) {
        return page(optIns.confirm(token, agent));
    }

    private static ResponseEntity<String> page(Optional<OptIn> found) {
        if (found.isEmpty()) {
            return PublicPage.response(HttpStatus.NOT_FOUND, "This link leads nowhere", """
                    <p>The address is incomplete or was changed. Please copy the whole link from your mail.</p>""");
        }
        return switch (found.get().status()) {
            case ASKED -> PublicPage.response(HttpStatus.OK, "May we write to you?", """
                    <p>Please confirm that we may write to <strong>%s</strong>.</p>
                    <form method="post"><button type="submit">Yes, write to me</button></form>"""
                    .formatted(PublicPage.masked(found.get().address())));
            case CONFIRMED -> PublicPage.response(HttpStatus.OK, "Thank you", """
                    <p>We have noted that we may write to you. Every mail has a link to take that back.</p>""");
            case EXPIRED -> PublicPage.response(HttpStatus.GONE, "This link is too old", """
                    <p>It could be followed for some days only. Nothing was changed.</p>""");
        };
    }
}
