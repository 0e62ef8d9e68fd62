package dev.cadenza.card;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who the lines that are left speak of: the person, the position, the company. */
final class Roles {

    private static final Pattern NAME_WORD = Pattern.compile(
            "\\p{Lu}[\\p{L}'’.-]*|(?:af|al|av|bin|da|de|dei|del|della|den|"
            + "der|di|do|dos|du|el|la|le|ten|ter|van|vom|von|zu|zum|zur|y|e|und|ibn|mac|mc|st|d'\\p{Lu}\\p{L}+)");
    private static final Pattern TITLE_BREAK = Pattern.compile("\\s*,\\s+|\\s+[-–—/]\\s+");

    private final List<Piece> pieces;
    private final Optional<String> rawMailbox;
    private final Optional<String> mailbox;
    private final Optional<String> domain;

    Roles(List<Piece> pieces, NetAddresses net) {
        this.pieces = new ArrayList<>(pieces);
        this.rawMailbox = net.mailbox();
        this.mailbox = rawMailbox.map(Roles::plain);
        this.domain = net.domain().map(NetAddresses::label).map(Roles::plain);
        partNamesFromTitles();
    }

    void take(Map<CardField, FieldValue> values) {
        Piece name = best(this::nameScore, 1.2);
        Piece company = best(this::companyScore, 2.5);
        if (name != null && name.equals(company)) {
            // One line can't be both: whoever has a good second choice takes that.
            if (companyScore(name) > nameScore(name)) {
                name = bestBut(name, this::nameScore, 1.2);
            } else {
                company = bestBut(name, this::companyScore, 1);
            }
        }
        Piece person = name;
        Piece firm = company;
        Piece title = best(piece -> piece.equals(person) || piece.equals(firm) ? 0 : titleScore(piece), 1);
        if (name != null) {
            values.put(CardField.NAME, new FieldValue(tidyName(name.text()), name.confidence() * nameCertainty(name),
                    Source.TEXT));
        } else {
            rawMailbox.flatMap(Roles::nameOfMailbox).ifPresent(derived ->
                    values.put(CardField.NAME, new FieldValue(derived, 0.45, Source.DERIVED)));
        }
        if (title != null) {
            values.put(CardField.TITLE, new FieldValue(tidy(title.text()), title.confidence()
                    * (titleScore(title) >= 2 ? 1 : 0.85), Source.TEXT));
        }
        Piece firmOrRest = company != null ? company : leftOver(name, title);
        if (firmOrRest != null) {
            values.put(CardField.COMPANY, new FieldValue(tidy(firmOrRest.text()), firmOrRest.confidence()
                    * companyCertainty(firmOrRest), Source.TEXT));
        } else {
            domain.filter(label -> label.length() > 2).ifPresent(label -> values.put(CardField.COMPANY,
                    new FieldValue(capitalized(label), 0.4, Source.DERIVED)));
        }
    }

    /** "Anna Berg, Managing Director" and "Anna Berg - CEO" are two lines. */
    private void partNamesFromTitles() {
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            String[] parts = TITLE_BREAK.split(piece.text(), 2);
            if (parts.length == 2 && Lexicon.positions(Lexicon.fold(parts[0])) == 0
                    && Lexicon.positions(Lexicon.fold(parts[1])) > 0 && looksLikeName(parts[0])
                    && !Lexicon.hasLegalForm(piece.folded())) {
                pieces.set(i, piece.withText(parts[0]));
                pieces.add(i + 1, piece.withText(parts[1]));
                i++;
            }
        }
    }

    private @Nullable Piece best(ToDoubleFunction<Piece> score, double least) {
        return bestBut(null, score, least);
    }

    private @Nullable Piece bestBut(@Nullable Piece excluded, ToDoubleFunction<Piece> score, double least) {
        Piece best = null;
        double bestScore = least;
        for (Piece piece : pieces) {
            double value = piece.equals(excluded) ? 0 : score.applyAsDouble(piece);
            if (value > bestScore || best == null && value >= least) {
                best = piece;
                bestScore = value;
            }
        }
        return best;
    }

    private double nameScore(Piece piece) {
        if (!looksLikeName(piece.text())) {
            return 0;
        }
        String folded = piece.folded();
        double score = 2 + Math.min(1.2, piece.height() - 1) * 0.8;
        score += mailboxLikeness(piece.text()) * 4;
        score += Arrays.stream(piece.text().split("\\s+")).anyMatch(Lexicon::honorific) ? 1.5 : 0;
        score -= Lexicon.positions(folded) * 2.5;
        score -= Lexicon.hasLegalForm(folded) ? 4 : 0;
        score -= Lexicon.companyWords(folded) * 1.5;
        score -= domainLikeness(piece.text()) > 0.8 ? 2 : 0;
        score -= Countries.byName(piece.text()).isPresent() ? 4 : 0;
        return score * (0.5 + piece.confidence() / 2);
    }

    private static boolean looksLikeName(String text) {
        String[] words = Arrays.stream(tidyName(text).split("\\s+")).filter(word -> !Lexicon.honorific(word))
                .toArray(String[]::new);
        if (words.length < 2 || words.length > 5 || text.chars().anyMatch(Character::isDigit)) {
            return false;
        }
        boolean lowerCase = text.equals(text.toLowerCase(Locale.ROOT));
        int good = 0;
        for (String word : words) {
            String bare = word.replaceAll("[,.]+$", "");
            good += NAME_WORD.matcher(lowerCase ? capitalized(bare) : bare).matches() && !bare.isEmpty() ? 1 : 0;
        }
        return good == words.length;
    }

    private double companyScore(Piece piece) {
        String folded = piece.folded();
        if (piece.letters() < 2 || piece.letters() < piece.text().length() * 0.5) {
            return 0;
        }
        double score = Lexicon.hasLegalForm(folded) ? 5 : 0;
        score += Math.min(2, Lexicon.companyWords(folded)) * 1.5;
        double likeness = domainLikeness(piece.text());
        score += likeness > 0.7 ? likeness * 4 : 0;
        score += score > 0 ? Math.min(1, piece.height() - 1) * 0.7 : 0;
        score -= Math.min(2, Lexicon.positions(folded)) * (Lexicon.hasLegalForm(folded) ? 0.5 : 2);
        score -= piece.text().split("\\s+").length > 7 ? 2 : 0;
        score -= piece.text().equals(piece.text().toLowerCase(Locale.ROOT)) && likeness < 0.7 ? 2 : 0;
        return score * (0.5 + piece.confidence() / 2);
    }

    private double titleScore(Piece piece) {
        String folded = piece.folded();
        if (piece.text().split("\\s+").length > 9 || Lexicon.hasLegalForm(folded) && Lexicon.positions(folded) < 2) {
            return 0;
        }
        double score = Math.min(3, Lexicon.positions(folded) * 1.5);
        return piece.hasDigit() ? score * 0.5 : score;
    }

    /**
     * What a logo says, where nothing on the card tells that it is a company: the largest line that is nothing else.
     */
    private @Nullable Piece leftOver(@Nullable Piece name, @Nullable Piece title) {
        Piece best = null;
        for (Piece piece : pieces) {
            boolean possible = !piece.equals(name) && !piece.equals(title) && piece.letters() >= 3 && !piece.hasDigit()
                    && piece.confidence() > 0.6 && piece.height() > 1.15 && piece.text().split("\\s+").length <= 5
                    && Countries.byName(piece.text()).isEmpty();
            if (possible && (best == null || piece.height() > best.height())) {
                best = piece;
            }
        }
        return best;
    }

    private double nameCertainty(Piece name) {
        if (mailboxLikeness(name.text()) > 0.8) {
            return 1;
        }
        return mailbox.isPresent() ? 0.85 : 0.9;
    }

    private double companyCertainty(Piece company) {
        boolean legal = Lexicon.hasLegalForm(company.folded());
        double likeness = domainLikeness(company.text());
        return likeness > 0.8 ? 1 : legal ? 0.92 : Lexicon.companyWords(company.folded()) > 0 ? 0.85 : 0.6;
    }

    /** How much of the mailbox the name explains: 1 for anna.berg, a.berg, berg or annab of Anna Berg. */
    private double mailboxLikeness(String name) {
        if (mailbox.isEmpty()) {
            return 0;
        }
        String box = mailbox.get();
        double best = 0;
        List<String> words = words(name);
        for (String part : name.split("[\\s-]+")) {
            for (String spelling : List.of(Lookalikes.plain(part, false), Lookalikes.plain(part, true))) {
                if (spelling.length() > 2 && box.contains(spelling)) {
                    best = Math.max(best, Math.min(1, spelling.length() / (double) box.length() + 0.45));
                } else if (spelling.length() > 3) {
                    best = Math.max(best, Likeness.of(spelling, box) > 0.75 ? 0.7 : 0);
                }
            }
        }
        String joined = String.join("", words);
        return Math.max(best, Likeness.of(joined, box) > 0.8 ? 0.95 : 0);
    }

    private double domainLikeness(String text) {
        if (domain.isEmpty() || domain.get().length() < 2) {
            return 0;
        }
        String label = domain.get();
        String joined = plain(text);
        if (joined.isEmpty()) {
            return 0;
        }
        if (label.length() > 3 && joined.contains(label) || joined.length() > 3 && label.contains(joined)) {
            return 1;
        }
        StringBuilder initials = new StringBuilder();
        StringBuilder growing = new StringBuilder();
        double best = 0;
        for (String word : words(text)) {
            initials.append(word.charAt(0));
            growing.append(word);
            best = Math.max(best, Likeness.of(growing.toString(), label));
            best = Math.max(best, word.length() > 3 && label.startsWith(word) ? 0.85 : Likeness.of(word, label));
        }
        return label.length() > 2 && initials.toString().startsWith(label) ? Math.max(best, 0.85) : best;
    }

    private static Optional<String> nameOfMailbox(String box) {
        String[] parts = box.split("[._-]+");
        boolean named = parts.length == 2 && parts[0].length() > 2 && parts[1].length() > 2
                && (parts[0] + parts[1]).chars().allMatch(Character::isLetter);
        return named ? Optional.of(capitalized(parts[0]) + " " + capitalized(parts[1])) : Optional.empty();
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("[\\s-]+")).filter(word -> !Lexicon.honorific(word)).map(Roles::plain)
                .filter(word -> !word.isEmpty()).toList();
    }

    private static String plain(String text) {
        return Lexicon.fold(text).replaceAll("[^a-z0-9]", "");
    }

    private static String capitalized(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String tidy(String text) {
        return text.replaceAll("^[^\\p{L}\\d(&\"]+|[\\s,;:|_~=*\\\\-]+$", "").replaceAll("\\s+", " ");
    }

    private static String tidyName(String text) {
        return tidy(text).replaceAll("[^\\p{L}\\s.,'’()-]", "").replaceAll("\\s+", " ").strip();
    }
}
