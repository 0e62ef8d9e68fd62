package dev.cadenza.card;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Puts right what recognizers typically take for something else, as far as the letters around it tell. */
final class Spelling {

    private static final Pattern SHARP_S = Pattern.compile("(?<=\\p{Ll})[BRS8&](?=\\p{Ll}|\\b)");
    private static final Pattern STREET = Pattern.compile("(?<=[Ss]tra)(?:[kfb]|ll|lk)e\\b");
    private static final Pattern BAR = Pattern.compile("(?<=\\p{Ll})[|!](?=\\p{Ll}|\\s|$)|(?<=\\.)[|!](?=\\.)");
    private static final Pattern POLISH_LIMITED = Pattern.compile("(?i)\\bsp\\.? ?[z2] ?[0o]\\.? ?[0o]\\.?(?=\\W|$)");
    /** Letters beyond A to Z of the languages of countries; the mark of one of these is not mistaken for another's. */
    private static final Map<String, String> ALPHABETS = new HashMap<>();

    static {
        String german = "äöüß";
        String french = "àâæçéèêëîïôœùûüÿ";
        ALPHABETS.putAll(Map.of("DE", german, "AT", german, "FR", french, "BE", french + german, "ES", "áéíóúüñç",
                "MX", "áéíóúüñ", "IT", "àèéìîòóù", "PT", "áâãàçéêíóôõúü", "BR", "áâãàçéêíóôõúü"));
        ALPHABETS.putAll(Map.of("PL", "ąćęłńóśźż", "CZ", "áčďéěíňóřšťúůýž", "SK", "áäčďéíĺľňóôŕšťúýž", "HU",
                "áéíóöőúüű",
                "SE", "åäöéü", "FI", "åäö", "DK", "æøåéöü", "NO", "æøåéòô", "TR", "çğıİöşü", "CH", french + german));
    }

    private Spelling() {
    }

    static String mended(String text) {
        return POLISH_LIMITED.matcher(BAR.matcher(text).replaceAll("l")).replaceAll("sp. z o.o.").replace('¢',
                'ç').replace("cç", "ç").replaceAll("ç[cg]a", "ça")
                .replaceAll("(?<=\\p{L}\\.)[I1](?=\\.)", "l");
    }

    /** The same with what only the country of a card tells. */
    static String mended(String text, Optional<String> country) {
        String alphabet = country.map(ALPHABETS::get).orElse("");
        if (alphabet.isEmpty()) {
            return text;
        }
        String umlaut = alphabet.startsWith("äöü")
                ? text.replaceAll("(?<=\\p{L})ii(?=\\p{Ll})|(?<=\\p{Lu})ii", "ü") : text;
        String sharp = alphabet.indexOf('ß') >= 0 && !country.equals(Optional.of("CH")) ? sharpened(umlaut) : umlaut;
        StringBuilder mended = new StringBuilder();
        for (char letter : sharp.toCharArray()) {
            mended.append(letter < 192 ? letter : ofAlphabet(letter, alphabet));
        }
        return mended.toString();
    }

    private static String sharpened(String text) {
        return SHARP_S.matcher(STREET.matcher(text).replaceAll("ße")).replaceAll("ß");
    }

    /** The letter itself where the alphabet has it; else the only one with the same base letter; else itself. */
    private static char ofAlphabet(char letter, String alphabet) {
        char lower = Character.toLowerCase(letter);
        if (alphabet.indexOf(lower) >= 0) {
            return letter;
        }
        char base = base(lower);
        char found = 0;
        for (char other : alphabet.toCharArray()) {
            if (base(other) == base) {
                if (found != 0) {
                    return closest(letter, alphabet);
                }
                found = other;
            }
        }
        if (found == 0) {
            // Marks of people from elsewhere are kept, shapes that were only taken for a mark are not.
            return "łąęşđėžšż".indexOf(lower) >= 0 ? cased(base, letter) : letter;
        }
        return cased(found, letter);
    }

    /** Of several with the same base letter, the one whose mark looks most alike. */
    private static char closest(char letter, String alphabet) {
        char base = base(Character.toLowerCase(letter));
        for (Mark mark : new Mark[] {Mark.CARON, Mark.ACUTE, Mark.TILDE, Mark.CIRCUMFLEX, Mark.DOT, Mark.GRAVE,
                Mark.RING}) {
            char other = mark.on(base);
            if (other != base && alphabet.indexOf(other) >= 0) {
                return cased(other, letter);
            }
        }
        return letter;
    }

    private static char cased(char lower, char like) {
        return Character.isUpperCase(like) ? Character.toUpperCase(lower) : lower;
    }

    private static char base(char letter) {
        return switch (letter) {
            case 'ł' -> 'l';
            case 'ø' -> 'o';
            case 'đ' -> 'd';
            case 'ı' -> 'i';
            default -> Normalizer.normalize(String.valueOf(letter), Normalizer.Form.NFD).charAt(0);
        };
    }
}
