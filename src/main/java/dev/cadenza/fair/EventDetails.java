package dev.cadenza.fair;

import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a trade event is about, checked. */
record EventDetails(String name, LocalDate date, @Nullable String location, @Nullable String industry,
        @Nullable String description) {

    private static final int MAX_NAME = 255;
    private static final int MAX_INDUSTRY = 100;
    private static final int MAX_DESCRIPTION = 10_000;
    /** Further than this a date is a slip of the keyboard. */
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2200;

    /** @throws Rejected naming every field that is missing or bad */
    static EventDetails of(@Nullable String name, @Nullable String date, @Nullable String location,
            @Nullable String industry, @Nullable String description) {
        List<FieldError> errors = new ArrayList<>();
        String checkedName = line("name", name, MAX_NAME, errors);
        if (checkedName == null && errors.isEmpty()) {
            errors.add(FieldError.required("name"));
        }
        LocalDate checkedDate = date(date, errors);
        String checkedLocation = line("location", location, MAX_NAME, errors);
        String checkedIndustry = line("industry", industry, MAX_INDUSTRY, errors);
        String text = description == null || description.isBlank() ? null : description.strip();
        if (text != null && (text.length() > MAX_DESCRIPTION || !PlainText.storable(text))) {
            errors.add(FieldError.of("description", "invalid", "A description has at most " + MAX_DESCRIPTION
                    + " characters and holds no NUL."));
        }
        if (!errors.isEmpty() || checkedName == null || checkedDate == null) {
            throw new Rejected(errors);
        }
        return new EventDetails(checkedName, checkedDate, checkedLocation, checkedIndustry, text);
    }

    private static @Nullable String line(String field, @Nullable String raw, int max, List<FieldError> errors) {
        String text = raw == null ? "" : PlainText.trim(raw);
        if (text.length() > max) {
            errors.add(FieldError.of(field, "too-long", "At most " + max + " characters are kept here."));
        } else if (!PlainText.singleLine(text)) {
            errors.add(FieldError.of(field, "invalid", "Control characters can't be kept here."));
        }
        return text.isEmpty() ? null : text;
    }

    private static @Nullable LocalDate date(@Nullable String raw, List<FieldError> errors) {
        if (raw == null || raw.isBlank()) {
            errors.add(FieldError.required("date"));
            return null;
        }
        try {
            LocalDate date = LocalDate.parse(raw.strip());
            if (date.getYear() >= FIRST_YEAR && date.getYear() < LAST_YEAR) {
                return date;
            }
        } catch (DateTimeParseException noDate) {
            // Said below, as for a date that is out of range.
        }
        errors.add(FieldError.of("date", "invalid", "The date must be a day such as 2026-04-20."));
        return null;
    }
}
