package dev.cadenza.card;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.lead.Addresses;
import dev.cadenza.lead.LeadProperties;
import dev.cadenza.lead.LeadValues;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The fields that a reviewer gives: plain texts by name, and {@code phones} as objects of number and kind. */
@Component
class ReviewInput {

    private static final Set<String> OTHERS = Set.of("phones", "discard");
    private static final Map<CardField, String> LEAD_FIELDS = Map.of(CardField.EMAIL, "email", CardField.WEBSITE,
            "website", CardField.LINKEDIN, "linkedinUrl");
    private static final int MAX_PHONES = 10;

    private final @Nullable String region;

    ReviewInput(LeadProperties properties) {
        this.region = properties.defaultRegion();
    }

    /** @throws Rejected naming every field that is bad, and where nobody could reach the lead */
    CardFields read(JsonNode review) {
        List<FieldError> errors = new ArrayList<>();
        if (!review.isObject()) {
            throw new Rejected(FieldError.of("review", "invalid", "The review must be a JSON object."));
        }
        review.fieldNames().forEachRemaining(name -> {
            if (CardField.of(name).isEmpty() && !OTHERS.contains(name)) {
                errors.add(FieldError.of(name, "unknown-field", "A card has no field of this name."));
            }
        });
        Map<CardField, FieldValue> values = new EnumMap<>(CardField.class);
        for (CardField field : CardField.values()) {
            text(field, review.path(field.key()), errors)
                    .ifPresent(text -> values.put(field, new FieldValue(text, 1, Source.PERSON)));
        }
        List<Phone> phones = phones(review.path("phones"), errors);
        CardFields fields = new CardFields(values, phones);
        if (errors.isEmpty() && fields.get(CardField.EMAIL).isEmpty() && fields.phone().isEmpty()) {
            errors.add(FieldError.of("email", "required", "A lead needs an e-mail address or a phone number."));
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return fields;
    }

    private static Optional<String> text(CardField field, JsonNode value, List<FieldError> errors) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        String text = value.isTextual() ? PlainText.trim(value.textValue()) : "\0";
        String key = field.key();
        if (!PlainText.singleLine(text)) {
            errors.add(FieldError.of(key, "invalid", "The value must be one line of text."));
        } else if (text.length() > field.maxLength()) {
            errors.add(FieldError.of(key, "too-long", "At most " + field.maxLength() + " characters are kept here."));
        } else if (LEAD_FIELDS.containsKey(field)) {
            FieldError error = LeadValues.check(LEAD_FIELDS.get(field), text, null).error();
            if (error != null) {
                errors.add(FieldError.of(key, error.code(), error.message()));
            }
            return field == CardField.EMAIL ? Addresses.email(text) : Optional.of(text).filter(t -> !t.isEmpty());
        }
        return Optional.of(text).filter(t -> !t.isEmpty());
    }

    private List<Phone> phones(JsonNode list, List<FieldError> errors) {
        List<Phone> phones = new ArrayList<>();
        if (list.isMissingNode() || list.isNull()) {
            return phones;
        }
        if (!list.isArray() || list.size() > MAX_PHONES) {
            errors.add(FieldError.of("phones", "invalid", "The phones must be a list of at most " + MAX_PHONES + "."));
            return phones;
        }
        for (int i = 0; i < list.size(); i++) {
            JsonNode number = list.get(i).path("number");
            String kind = list.get(i).path("kind").asText(Phone.Kind.WORK.name());
            String at = "phones[" + i + "]";
            Optional<String> normal = number.isTextual() ? Addresses.phone(number.textValue(), region)
                    : Optional.empty();
            boolean known = Stream.of(Phone.Kind.values()).anyMatch(k -> k.name().equalsIgnoreCase(kind));
            if (normal.isEmpty()) {
                errors.add(FieldError.of(at + ".number", "invalid", "'" + number.asText("") + "' is no phone number"
                        + (region == null ? " with a country code, such as +49 30 1234567." : ".")));
            } else if (!known) {
                errors.add(FieldError.of(at + ".kind", "invalid", "The kind must be WORK, MOBILE or FAX."));
            } else {
                phones.add(new Phone(normal.get(), Phone.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), 1,
                        Source.PERSON));
            }
        }
        return phones;
    }
}
