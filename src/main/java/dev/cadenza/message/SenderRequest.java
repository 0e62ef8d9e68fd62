package dev.cadenza.message;

import dev.cadenza.lead.Addresses;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sender account as a request gives it.
 *
 * @param gapSeconds 0 where it is left out
 * @param timezone IANA name; UTC where it is left out
 * @param channelId the e-mail channel that it sends through; the installation's own mail server where it is left out
 */
record SenderRequest(
        @Nullable String email,
        @Nullable String displayName,
        @Nullable String replyTo,
        @Nullable Integer dailyLimit,
        @Nullable Integer gapSeconds,
        @Nullable String timezone,
        @Nullable UUID channelId) {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_GAP = 86_400;
    private static final ZoneId UTC = ZoneId.of("UTC");

    /** @throws Rejected naming every field that is wrong */
    SenderSettings checked() {
        List<FieldError> errors = new ArrayList<>();
        String from = email == null || email.isBlank() ? missing(errors) : address("email", email, errors);
        String answers = replyTo == null || replyTo.isBlank() ? null : address("replyTo", replyTo, errors);
        String name = displayName == null || displayName.isBlank() ? null : displayName.strip();
        if (name != null && (name.length() > LONGEST_NAME || !PlainText.singleLine(name))) {
            errors.add(FieldError.of("displayName", "invalid",
                    "A display name is one line of at most " + LONGEST_NAME + " characters."));
        }
        if (dailyLimit != null && dailyLimit < 1) {
            errors.add(FieldError.of("dailyLimit", "out-of-range", "A daily limit is at least 1."));
        }
        int gap = gapSeconds == null ? 0 : gapSeconds;
        if (gap < 0 || gap > LONGEST_GAP) {
            errors.add(FieldError.of("gapSeconds", "out-of-range", "A gap is from 0 to " + LONGEST_GAP + " seconds."));
        }
        ZoneId zone = timezone == null || timezone.isBlank() ? UTC : zone(timezone, errors);
        if (!errors.isEmpty() || from == null) {
            throw new Rejected(errors);
        }
        return new SenderSettings(from, name, answers, dailyLimit, gap, zone, channelId);
    }

    private static @Nullable String missing(List<FieldError> errors) {
        errors.add(FieldError.required("email"));
        return null;
    }

    private static @Nullable String address(String field, String raw, List<FieldError> errors) {
        String address = Addresses.email(raw).orElse(null);
        if (address == null) {
            errors.add(FieldError.of(field, "invalid", "'" + raw + "' is not an e-mail address."));
        }
        return address;
    }

    private static ZoneId zone(String raw, List<FieldError> errors) {
        try {
            return ZoneId.of(raw.strip());
        } catch (DateTimeException unknown) {
            errors.add(FieldError.of("timezone", "unknown", "'" + raw + "' is not a timezone such as Europe/Berlin."));
            return UTC;
        }
    }
}
