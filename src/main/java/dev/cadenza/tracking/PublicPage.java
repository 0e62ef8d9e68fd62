package dev.cadenza.tracking;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.HtmlUtils;

/** A page for recipients of mails, in the look of the unsubscribe page. */
public final class PublicPage {

    private PublicPage() {
    }

    /** @param content HTML; whatever comes from elsewhere in it is escaped */
    public static ResponseEntity<String> response(HttpStatus status, String title, String content) {
        return Pages.response(status, Pages.of(title, content));
    }

    /** An address as HTML by which who has it recognises it, and nobody else learns it. */
    public static String masked(String address) {
        return HtmlUtils.htmlEscape(Pages.masked(address));
    }
}
