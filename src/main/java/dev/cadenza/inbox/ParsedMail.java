package dev.cadenza.inbox;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a mail says, as far as it could be read. Nothing in it is trusted.
 *
 * @param headers values as they stand, unfolded, by name in lower case; the first one first
 * @param messageId with its angle brackets
 * @param fromAddress in lower case
 * @param recipients text of all headers that name a recipient
 * @param refersTo Message-IDs that it may answer, the likeliest first: In-Reply-To, then References from the last back
 * @param text the plain text as it was sent, or made from the HTML where there is none
 * @param html as it was sent; not safe to show
 * @param damage what could not be read; null where all could
 */
record ParsedMail(
        Map<String, List<String>> headers,
        @Nullable String messageId,
        @Nullable String fromAddress,
        @Nullable String fromName,
        String recipients,
        @Nullable String subject,
        @Nullable Instant date,
        List<String> refersTo,
        @Nullable String text,
        @Nullable String html,
        @Nullable Report report,
        @Nullable String damage) {

    ParsedMail {
        headers = Map.copyOf(headers);
        refersTo = List.copyOf(refersTo);
    }

    Optional<String> header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? Optional.empty() : Optional.of(values.get(0).strip());
    }

    /** The value in lower case and without its parameters: {@code auto-replied} of {@code Auto-Replied; x=1}. */
    String keyword(String name) {
        return header(name).map(v -> v.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)).orElse("");
    }

    /** True for a mail from the null sender (RFC 5321, section 4.5.5), where the mail server noted it. */
    boolean fromNobody() {
        return header("Return-Path").map(path -> path.replace(" ", "").equals("<>")).orElse(false);
    }

    /** The machine-readable parts of a multipart/report (RFC 6522). */
    sealed interface Report {

        /** Message-ID of the mail that it is about, where the report returns it or its headers. */
        @Nullable String returnedId();
    }

    /** RFC 3464. */
    record Delivery(List<Recipient> recipients, @Nullable String returnedId) implements Report {
        Delivery {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * What became of one recipient.
     *
     * @param action such as {@code failed}, in lower case
     * @param status enhanced status code (RFC 3463), such as {@code 5.1.1}; empty where there is none
     */
    record Recipient(@Nullable String address, String action, String status, String diagnostic) {
    }

    /** RFC 5965. @param type such as {@code abuse}, in lower case */
    record Feedback(String type, @Nullable String recipient, @Nullable String returnedId) implements Report {
    }

    /** A notice that the mail was displayed or deleted (RFC 8098). */
    record Disposition(@Nullable String returnedId) implements Report {
    }
}
