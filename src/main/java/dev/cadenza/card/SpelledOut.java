package dev.cadenza.card;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an address in the net tells about marks: where {@code maelardalen.se} stands for "Malardalen", the second letter
 * is an &auml; that lost its mark. Compares a text with the part of an address that was made of it.
 */
final class SpelledOut {

    private static final Map<String, Character> GERMAN = Map.of("ae", 'ä', "oe", 'ö', "ue", 'ü');
    private static final Map<String, Character> SWEDISH = Map.of("ae", 'ä', "oe", 'ö', "aa", 'å');
    private static final Map<String, Character> DANISH = Map.of("ae", 'æ', "oe", 'ø', "aa", 'å');
    private static final Map<String, Map<String, Character>> BY_COUNTRY = Map.of("DE", GERMAN, "AT", GERMAN, "CH",
            GERMAN, "SE", SWEDISH, "FI", SWEDISH, "DK", DANISH, "NO", DANISH);
    private static final int SHORTEST = 4;

    private final String text;
    private final String address;
    private final Map<String, Character> letters;
    private final StringBuilder marked = new StringBuilder();
    private final StringBuilder meant = new StringBuilder();
    private boolean changed;

    /** A text with its marks, and the part of the address without letters that were only taken for others. */
    record Agreed(String text, String address) {
    }

    private SpelledOut(String text, String address, Map<String, Character> letters) {
        this.text = text;
        this.address = address;
        this.letters = letters;
    }

    /** Empty where the address was not made of the text's beginning, or tells nothing new. */
    static Optional<Agreed> in(String text, String address, Optional<String> country) {
        Map<String, Character> letters = country.map(BY_COUNTRY::get).orElse(null);
        return letters == null || address.length() < SHORTEST ? Optional.empty()
                : new SpelledOut(text, address, letters).compare();
    }

    private Optional<Agreed> compare() {
        int i = 0;
        int j = 0;
        while (j < address.length()) {
            if ("-_.".indexOf(address.charAt(j)) >= 0) {
                meant.append(address.charAt(j++));
                continue;
            }
            while (i < text.length() && !Character.isLetterOrDigit(text.charAt(i))) {
                marked.append(text.charAt(i++));
            }
            if (i == text.length()) {
                return Optional.empty();
            }
            int[] taken = step(i, j);
            if (taken == null) {
                return Optional.empty();
            }
            i += taken[0];
            j += taken[1];
        }
        boolean whole = i == text.length() || !Character.isLetterOrDigit(text.charAt(i));
        return whole && changed ? Optional.of(new Agreed(marked + text.substring(i), meant.toString()))
                : Optional.empty();
    }

    /** How many letters of the text and of the address belong together here; null where they don't. */
    private int @Nullable [] step(int i, int j) {
        char letter = text.charAt(i);
        String plain = Lexicon.fold(String.valueOf(letter));
        String pair = address.substring(j, Math.min(j + 2, address.length()));
        Character mark = letters.get(pair);
        if (mark != null && Character.toLowerCase(letter) == mark) {
            return take(String.valueOf(letter), pair, 1);
        }
        if (plain.length() == 2 && alike(plain, pair)) {
            return take(String.valueOf(letter), plain, 1);
        }
        String next = i + 1 < text.length() ? Lexicon.fold(text.substring(i + 1, i + 2)) : "";
        if (mark != null && bases(mark).contains(plain) && !next.equals(pair.substring(1))) {
            changed = true;
            return take(cased(mark, letter), pair, 1);
        }
        if (alike(plain.substring(0, 1), pair.substring(0, 1))) {
            return take(String.valueOf(letter), plain.substring(0, 1), 1);
        }
        if (mark != null && mark == 'æ' && plain.equals("e") && next.equals("e")) {
            changed = true;
            return take(cased(mark, letter), pair, 2);
        }
        return lost(i, j, pair, mark);
    }

    /** A letter that was taken for quite another one, or was not seen at all, between letters that agree. */
    private int @Nullable [] lost(int i, int j, String pair, @Nullable Character mark) {
        Character letter = mark != null ? mark : pair.equals("ss") && letters == GERMAN ? Character.valueOf('ß') : null;
        if (letter == null || j + 2 >= address.length()) {
            return null;
        }
        String after = address.substring(j + 2, j + 3);
        if (i + 1 < text.length() && alike(Lexicon.fold(text.substring(i + 1, i + 2)).substring(0, 1), after)) {
            changed = true;
            return take(cased(letter, text.charAt(i)), pair, 1);
        }
        if (alike(Lexicon.fold(text.substring(i, i + 1)).substring(0, 1), after)) {
            changed = true;
            boolean first = i == 0 || !Character.isLetter(text.charAt(i - 1));
            return take(first ? cased(letter, 'A') : String.valueOf(letter), pair, 0);
        }
        return null;
    }

    private int[] take(String written, String ofAddress, int lettersOfText) {
        marked.append(written);
        meant.append(ofAddress);
        return new int[] {lettersOfText, ofAddress.length()};
    }

    private static String bases(char mark) {
        return switch (mark) {
            case 'æ' -> "ae";
            case 'å' -> "a";
            default -> Lexicon.fold(String.valueOf(mark));
        };
    }

    private static boolean alike(String one, String other) {
        return Lookalikes.key(one).equals(Lookalikes.key(other));
    }

    private static String cased(char mark, char like) {
        return String.valueOf(Character.isUpperCase(like) ? Character.toUpperCase(mark) : mark);
    }
}
