package dev.cadenza.card;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The postal address of a card: street, postcode and city, country, on one line or several. */
final class PostalAddress {

    private static final Pattern LABEL = Pattern.compile(
            "^(?:address|adresse|anschrift|direcci[oó]n|indirizzo|adres|a)\\s*[:.]\\s*", Pattern.CASE_INSENSITIVE);
    private static final Pattern BRITISH = Pattern.compile("(?<=\\s)([A-Z][A-Z\\d]{1,3})"
            + " ([\\dOISZB])([A-Z\\d]{2})(?=,|$)");
    private static final Pattern UK = Pattern.compile("[a-z]{1,2}\\d[a-z\\d]?\\s\\d[a-z]{2}", Pattern.CASE_INSENSITIVE);

    private final List<Piece> pieces;
    private final Optional<String> country;

    PostalAddress(List<Piece> pieces, Optional<String> country) {
        this.pieces = pieces;
        this.country = country;
    }

    void take(Map<CardField, FieldValue> values) {
        List<Piece> lines = lines();
        if (lines.isEmpty()) {
            return;
        }
        pieces.removeAll(lines);
        List<String> texts = new ArrayList<>();
        double confidence = 0;
        for (Piece line : lines) {
            texts.add(spaced(LABEL.matcher(line.text()).replaceFirst("").replaceAll("[\\s,;.]+$", "").strip()));
            confidence += line.confidence() / lines.size();
        }
        double whole = lines.stream().anyMatch(line -> Lexicon.postcode(line.folded())) ? 1 : 0.75;
        values.put(CardField.ADDRESS, new FieldValue(String.join(", ", texts), confidence * whole, Source.TEXT));
        double sure = confidence;
        texts.stream().flatMap(text -> city(text).stream()).findFirst()
                .ifPresent(city -> values.put(CardField.CITY, new FieldValue(city, sure * 0.9, Source.TEXT)));
        country(texts).or(() -> country).ifPresent(code -> values.put(CardField.COUNTRY,
                new FieldValue(Countries.name(code), sure, Source.DERIVED)));
    }

    /** Postcodes as their countries write them, whatever blank the recognizer has seen. */
    private String spaced(String text) {
        return switch (country.orElse("")) {
            case "SE", "CZ", "SK", "GR" -> text.replaceAll("\\b(\\d{3}) ?(\\d{2})(?= \\p{Lu})", "$1 $2");
            case "NL" -> text.replaceAll("\\b(\\d{4}) ?([A-Z]{2})(?= \\p{L})", "$1 $2");
            case "GB" -> british(text);
            default -> text;
        };
    }

    /** Letters and digits of British postcodes have places of their own: A9A 9AA and its like. */
    private static String british(String text) {
        Matcher code = BRITISH.matcher(text);
        return code.replaceAll(found -> Matcher.quoteReplacement((found.group(1).matches(".*\\d.*") ? found.group(1)
                : found.group(1).replaceFirst(
                        "(?<=^[A-Z]{1,2})[IO](?=[A-Z]?$)", found.group(1).contains("I") ? "1" : "0"))
                + " " + digit(found.group(2)) + letter(found.group(3).charAt(0)) + letter(found.group(3).charAt(1))));
    }

    private static String digit(String read) {
        return read.replace('O', '0').replace('I', '1').replace('S', '5').replace('Z', '2').replace('B', '8');
    }

    /** No British postcode ends in C, I, K, M, O or V. */
    private static char letter(char read) {
        return switch (read) {
            case '0', 'O' -> 'D';
            case '8' -> 'B';
            case '5' -> 'S';
            case '1', 'I' -> 'L';
            case '2' -> 'Z';
            default -> read;
        };
    }

    private List<Piece> lines() {
        List<Piece> lines = new ArrayList<>();
        for (Piece piece : pieces) {
            String folded = piece.folded();
            boolean company = Lexicon.hasLegalForm(folded) && !Lexicon.street(folded)
                    && !folded.matches(".*\\b[a-z]{2}\\s\\d{5}");
            if (!company && (Lexicon.street(folded) || Lexicon.postcode(folded) && piece.letters() >= 3)) {
                lines.add(piece);
            }
        }
        if (lines.isEmpty()) {
            return lines;
        }
        for (int turn = 0; turn < 2; turn++) {
            for (Piece piece : pieces) {
                if (!lines.contains(piece) && belongs(piece, lines)) {
                    lines.add(piece);
                }
            }
        }
        lines.sort(Comparator.comparingInt(pieces::indexOf));
        return lines;
    }

    /** A country, a floor or a number and street without a known word, right above or below the rest of the address. */
    private static boolean belongs(Piece piece, List<Piece> lines) {
        boolean near = lines.stream().anyMatch(line ->
                Math.abs(centre(piece) - centre(line)) < 2.4 * (line.bottom() - line.top())
                && Math.min(piece.right(), line.right()) > Math.max(piece.left(), line.left()));
        if (!near || Lexicon.positions(piece.folded()) > 0) {
            return false;
        }
        String folded = piece.folded();
        boolean country = Countries.byName(piece.text()).isPresent();
        boolean numbered = folded.matches("(?:\\d{1,5}[a-z]?,? \\p{L}.*|\\p{L}[\\p{L} .'-]+,? \\d{1,5}"
                + " ?[a-z]?(?:[-/]\\d+)?)")
                && piece.height() < 1.4;
        return country || numbered || Lexicon.streetWord(folded) && piece.hasDigit();
    }

    private static double centre(Piece piece) {
        return (piece.top() + piece.bottom()) / 2.0;
    }

    private static Optional<String> country(List<String> texts) {
        for (String text : texts) {
            for (String part : text.split(",")) {
                Optional<String> code = Countries.byName(part);
                if (code.isPresent()) {
                    return code;
                }
            }
        }
        return Optional.empty();
    }

    /** What stands beside the postcode. */
    private static Optional<String> city(String text) {
        String[] parts = text.split("\\s*,\\s*");
        for (int i = parts.length - 1; i >= 0; i--) {
            Matcher postcode = Lexicon.postcodes().matcher(Lexicon.fold(parts[i]));
            if (Lexicon.fold(parts[i]).length() != parts[i].length() || !postcode.find()
                    || Lexicon.street(Lexicon.fold(parts[i]))) {
                continue;
            }
            String beside = (parts[i].substring(0, postcode.start()) + " " + parts[i].substring(postcode.end())).strip()
                    .replaceFirst("^(?:[A-Z]{1,2}-|[A-Z]{1,2}\\s(?=\\p{Lu}\\p{Ll}))", "").strip();
            if (beside.chars().filter(Character::isLetter).count() > 1 && !UK.matcher(beside).find()) {
                return Optional.of(beside.replaceAll("^[\\s,.-]+|[\\s,.-]+$", ""));
            }
            if (i > 0) {
                return Optional.of(parts[i - 1]);
            }
        }
        return Optional.empty();
    }
}
