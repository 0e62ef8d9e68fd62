package dev.cadenza.card;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a card says: at most one value a field, and any number of telephone numbers. */
record CardFields(Map<CardField, FieldValue> values, List<Phone> phones) {

    static final CardFields NONE = new CardFields(Map.of(), List.of());

    /** What a field that may well be absent adds to the whole where it is absent. */
    private static final double NO_COMPANY = 0.6;
    private static final double NO_TITLE = 0.7;

    CardFields {
        values = Map.copyOf(values);
        phones = List.copyOf(phones);
    }

    Optional<FieldValue> get(CardField field) {
        return Optional.ofNullable(values.get(field));
    }

    /** The number that a lead is called at: a mobile one first, and never a fax. */
    Optional<Phone> phone() {
        return phones.stream().filter(phone -> phone.kind() == Phone.Kind.MOBILE).findFirst()
                .or(() -> phones.stream().filter(phone -> phone.kind() == Phone.Kind.WORK).findFirst());
    }

    /**
     * How sure we are of the card as a whole, 0.00 to 1.00. Who it is and how to reach them decide; a card without
     * a name or without any address is never sure.
     */
    double confidence() {
        double name = confidence(CardField.NAME, 0);
        double reach = Math.max(confidence(CardField.EMAIL, 0), phone().map(Phone::confidence).orElse(0.0) * 0.95);
        return FieldValue.rounded(0.35 * name + 0.35 * reach + 0.2 * confidence(CardField.COMPANY, NO_COMPANY)
                + 0.1 * confidence(CardField.TITLE, NO_TITLE));
    }

    private double confidence(CardField field, double absent) {
        return get(field).map(FieldValue::confidence).orElse(absent);
    }

    /** These fields, with those of {@code other} where these have none. */
    CardFields or(CardFields other) {
        Map<CardField, FieldValue> merged = new EnumMap<>(CardField.class);
        merged.putAll(other.values);
        merged.putAll(values);
        List<Phone> all = new ArrayList<>(phones);
        other.phones.stream().filter(phone -> all.stream().noneMatch(known -> known.number().equals(phone.number())))
                .forEach(all::add);
        return new CardFields(merged, all);
    }
}
