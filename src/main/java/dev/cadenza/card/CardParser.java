package dev.cadenza.card;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes fields of the lines of a card. What has a form of its own goes first (e-mail, web, telephone); name, position,
 * company and address share what is left by how much each line looks like one, and support each other: a name that
 * stands in the e-mail address is a name.
 */
final class CardParser {

    private final @Nullable String defaultRegion;

    /** @param defaultRegion ISO 3166 country of telephone numbers where the card does not tell; null for none */
    CardParser(@Nullable String defaultRegion) {
        this.defaultRegion = defaultRegion;
    }

    CardFields parse(List<Line> lines) {
        List<Piece> pieces = new ArrayList<>(Layout.pieces(lines));
        pieces.replaceAll(piece -> piece.withText(Spelling.mended(piece.text())));
        Map<CardField, FieldValue> values = new EnumMap<>(CardField.class);
        NetAddresses net = NetAddresses.takenFrom(pieces);
        net.email().ifPresent(value -> values.put(CardField.EMAIL, value));
        net.website().ifPresent(value -> values.put(CardField.WEBSITE, value));
        net.linkedin().ifPresent(value -> values.put(CardField.LINKEDIN, value));
        Optional<String> country = country(pieces, net);
        pieces.replaceAll(piece -> piece.withText(MarkedWords.mended(Spelling.mended(piece.text(), country), country)));
        List<Phone> phones = PhoneNumbers.takenFrom(pieces, country.orElse(defaultRegion));
        new PostalAddress(pieces, country).take(values);
        new Roles(pieces, net).take(values);
        compare(values);
        spelledOut(values, country);
        return new CardFields(values, phones);
    }

    /** The addresses in the net repeat the names of the person and the company. */
    private static void compare(Map<CardField, FieldValue> values) {
        List<String> domains = text(values, CardField.COMPANY).map(Lookalikes::domains).orElse(List.of());
        List<String> boxes = text(values, CardField.NAME).map(Lookalikes::mailboxes).orElse(List.of());
        values.computeIfPresent(CardField.EMAIL, (field, value) -> {
            int at = value.value().indexOf('@');
            return value.withValue(Lookalikes.meant(value.value().substring(0, at), boxes) + "@"
                    + NetAddresses.renamed(value.value().substring(at + 1), domains));
        });
        values.computeIfPresent(CardField.WEBSITE, (field, value) ->
                value.withValue(NetAddresses.renamed(value.value(), domains)));
        values.computeIfPresent(CardField.LINKEDIN, (field, value) -> {
            int slug = value.value().lastIndexOf('/') + 1;
            return value.withValue(value.value().substring(0, slug) + Lookalikes.meant(value.value().substring(slug),
                    boxes));
        });
    }

    /** Addresses in the net write letters with marks out, and so tell where the marks belong. */
    private static void spelledOut(Map<CardField, FieldValue> values, Optional<String> country) {
        for (CardField field : List.of(CardField.WEBSITE, CardField.EMAIL)) {
            FieldValue address = values.get(field);
            Optional<String> company = text(values, CardField.COMPANY);
            if (address == null || company.isEmpty()) {
                continue;
            }
            String host = address.value().substring(address.value().indexOf('@') + 1).replaceFirst("/.*", "");
            String label = NetAddresses.label(host);
            SpelledOut.in(company.get(), label, country).ifPresent(agreed -> {
                values.computeIfPresent(CardField.COMPANY, (key, value) -> value.withValue(agreed.text()));
                for (CardField net : List.of(CardField.WEBSITE, CardField.EMAIL)) {
                    values.computeIfPresent(net, (key, value) -> value.withValue(value.value().replace(label + ".",
                            agreed.address() + ".")));
                }
            });
        }
        FieldValue email = values.get(CardField.EMAIL);
        if (email != null && text(values, CardField.NAME).isPresent()) {
            mailbox(values, email.value(), country);
        }
    }

    private static void mailbox(Map<CardField, FieldValue> values, String email, Optional<String> country) {
        String box = email.substring(0, email.indexOf('@'));
        for (String part : box.split("[._-]")) {
            for (int skipped = 0; skipped <= Math.min(1, part.length()); skipped++) {
                String address = part.substring(skipped);
                String[] words = text(values, CardField.NAME).orElse("").split(" ");
                for (int i = 0; i < words.length; i++) {
                    int at = i;
                    SpelledOut.in(words[i], address, country).ifPresent(agreed -> {
                        words[at] = agreed.text();
                        values.computeIfPresent(CardField.NAME, (key, value) -> value.withValue(String.join(" ",
                                words)));
                        values.computeIfPresent(CardField.EMAIL, (key, value) -> value.withValue(
                                value.value().replaceFirst(Pattern.quote(address),
                                        Matcher.quoteReplacement(agreed.address()))));
                    });
                }
            }
        }
    }

    private static Optional<String> text(Map<CardField, FieldValue> values, CardField field) {
        return Optional.ofNullable(values.get(field)).filter(value -> value.source() == Source.TEXT)
                .map(FieldValue::value);
    }

    private static Optional<String> country(List<Piece> pieces, NetAddresses net) {
        return PhoneNumbers.country(pieces)
                .or(() -> pieces.stream().flatMap(piece -> Countries.byName(lastPart(piece.text())).stream())
                        .findFirst())
                .or(() -> net.domain().flatMap(Countries::ofDomain));
    }

    private static String lastPart(String text) {
        return text.substring(text.lastIndexOf(',') + 1);
    }
}
