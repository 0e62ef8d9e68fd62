package dev.cadenza.card;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Letters that are taken for each other. What stands on a card twice, such as a name in the e-mail address too, tells
 * which of them is meant.
 */
final class Lookalikes {

    /** Letters that a text has at least to be known again with one of them wrong. */
    private static final int LONG = 7;

    private Lookalikes() {
    }

    /** The same for all texts that a recognizer could take for each other. */
    static String key(String text) {
        return text.replace("rn", "m").replace("ri", "n").replaceAll("[il1|!j]", "l").replaceAll("[o0cq]",
                "o").replace('5', 's')
                .replace('8', 'b').replace("vv", "w").replaceAll("[ft]", "t");
    }

    /** The one of the candidates that {@code read} was meant to be; {@code read} itself where none is. */
    static String meant(String read, List<String> candidates) {
        if (candidates.contains(read)) {
            return read;
        }
        return candidates.stream().filter(other -> key(other).equals(key(read))).findFirst()
                .or(() -> candidates.stream().filter(other -> other.length() >= LONG && Likeness.distance(other,
                        read) == 1)
                        .findFirst()).orElse(read);
    }

    /** How a mailbox may be made of a name. */
    static List<String> mailboxes(String name) {
        List<String> boxes = new ArrayList<>();
        for (boolean spelled : new boolean[] {false, true}) {
            PersonName person = PersonName.of(name);
            String first = plain(person.first() == null ? "" : person.first(), spelled);
            String last = plain(person.last() == null ? "" : person.last(), spelled);
            if (first.isEmpty() || last.isEmpty()) {
                continue;
            }
            boxes.addAll(List.of(first + "." + last, first.charAt(0) + "." + last, first.charAt(0) + last, last, first,
                    first + last, first + "_" + last, first + "-" + last, last + "." + first, first + last.charAt(0)));
        }
        return boxes;
    }

    /** How a domain may be made of the name of a company. */
    static List<String> domains(String company) {
        List<String> domains = new ArrayList<>();
        for (boolean spelled : new boolean[] {false, true}) {
            String joined = "";
            String hyphened = "";
            for (String word : company.split("[\\s&.,-]+")) {
                String plain = plain(word, spelled);
                if (!plain.isEmpty()) {
                    joined += plain;
                    hyphened += (hyphened.isEmpty() ? "" : "-") + plain;
                    domains.add(joined);
                    domains.add(hyphened);
                }
            }
        }
        return domains;
    }

    /** Plain letters. @param spelled true for ae, oe and the like in place of letters with marks */
    static String plain(String text, boolean spelled) {
        String written = spelled ? text.toLowerCase(Locale.ROOT).replace("ä", "ae").replace("ö", "oe")
                .replace("ü", "ue").replace("å", "aa").replace("ø", "oe") : text;
        return Lexicon.fold(written).replaceAll("[^a-z0-9]", "");
    }
}
