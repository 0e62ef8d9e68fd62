package dev.cadenza.tracking;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/** The few pages that recipients of mails see: plain HTML that needs no script and reads well in any browser. */
final class Pages {

    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");
    private static final String FRAME = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex, nofollow">
            <title>%1$s</title>
            <style>
            body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 4rem auto; padding: 0 1rem;
                color: #1f2328; background: #fff }
            button { font: inherit; padding: .6rem 1.4rem; border: 0; border-radius: .3rem; color: #fff;
                background: #0b57d0; cursor: pointer }
            button:focus-visible { outline: 3px solid #f9ab00; outline-offset: 2px }
            </style>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            %2$s
            </main>
            </body>
            </html>
            """;

    private Pages() {
    }

    static String confirm(String address) {
        return FRAME.formatted("Unsubscribe", """
                <p>Do you want no more mails from us at <strong>%s</strong>?</p>
                <form method="post">
                <button type="submit" name="List-Unsubscribe" value="One-Click">Unsubscribe</button>
                </form>""".formatted(HtmlUtils.htmlEscape(masked(address))));
    }

    static String unsubscribed(String address) {
        return FRAME.formatted("You are unsubscribed", """
                <p>We will send no more mails to <strong>%s</strong>. You can close this page.</p>"""
                .formatted(HtmlUtils.htmlEscape(masked(address))));
    }

    static String unknownLink() {
        return FRAME.formatted("This link leads nowhere", """
                <p>The address is incomplete or was changed. Please copy the whole link from your mail.</p>""");
    }

    static String of(String title, String content) {
        return FRAME.formatted(title, content);
    }

    static ResponseEntity<String> response(HttpStatus status, String page) {
        return ResponseEntity.status(status)
                .contentType(HTML)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Referrer-Policy", "same-origin") // under no-referrer browsers hide the origin of the form
                .header("X-Robots-Tag", "noindex, nofollow")
                .header("Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'")
                .body(page);
    }

    /** A mail may be forwarded: who opens its link need not learn the whole address of whom it was for. */
    static String masked(String address) {
        int at = address.indexOf('@');
        return at < 1 ? "***" : address.substring(0, 1) + "***" + address.substring(at);
    }
}
