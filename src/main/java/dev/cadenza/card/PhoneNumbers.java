package dev.cadenza.card;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The telephone numbers of a card. */
final class PhoneNumbers {

    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final int MAX_TRIES = 100;
    private static final Pattern INTERNATIONAL = Pattern.compile("(?:\\+|\\b00)\\s?\\(?([1-9][\\d\\s().-]{6,})");
    private static final Pattern LABEL = Pattern.compile("([\\p{L}.]+)\\s*[:.)]*\\s*\\(?$");
    private static final Set<String> MOBILE = Set.of("m", "mob", "mobile", "mobil", "cell", "cel", "celular", "movil",
            "handy", "gsm", "portable", "port", "mobiel", "kom", "komorka", "mobilni", "mobiltelefon", "cellulare",
            "telemovel", "cep", "matkapuhelin", "mobtel", "c", "natel");
    private static final Set<String> FAX = Set.of("f", "fax", "telefax", "faks", "telecopie", "fx", "faxe");
    private static final Set<String> LABELS = Set.of("t", "tel", "telefon", "telephone", "telefono", "telefone",
            "phone",
            "ph", "office", "direct", "d", "o", "p", "b", "buro", "fon", "telf", "tlf", "puh", "work", "bureau",
            "durchwahl",
            "zentrale", "main", "switchboard", "call", "whatsapp", "centrale", "central", "direkt", "puhelin",
            "diretto");
    /** A token of a number in which letters were read for digits. */
    private static final Pattern MIXED = Pattern.compile(
            "(?<=[\\d+()/\\s-])[OolI|SB](?=[\\d()/\\s-]|$)|(?<=\\d)[OolI|SB](?=\\d|\\b)");

    private PhoneNumbers() {
    }

    /** The country of the first number with a country code. */
    static Optional<String> country(List<Piece> pieces) {
        for (Piece piece : pieces) {
            Matcher number = INTERNATIONAL.matcher(mended(piece.text()));
            if (number.find()) {
                for (int length = 3; length >= 1; length--) {
                    String digits = number.group(1).replaceAll("\\D", "");
                    String region = PHONES.getRegionCodeForCountryCode(Integer.parseInt(digits.substring(0, length)));
                    if (!region.equals("ZZ") && !region.equals("001")) {
                        return Optional.of(region);
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Finds the numbers and takes them, with their labels, out of the pieces. */
    static List<Phone> takenFrom(List<Piece> pieces, @Nullable String region) {
        List<Phone> phones = new ArrayList<>();
        for (ListIterator<Piece> each = pieces.listIterator(); each.hasNext();) {
            Piece piece = each.next();
            String text = mended(piece.text());
            int digits = (int) text.chars().filter(Character::isDigit).count();
            if (digits < 6) {
                continue;
            }
            StringBuilder rest = new StringBuilder(text);
            boolean taken = false;
            List<PhoneNumberMatch> matches = new ArrayList<>();
            PHONES.findNumbers(text, region == null ? "ZZ" : region, Leniency.POSSIBLE,
                    MAX_TRIES).forEach(matches::add);
            for (int i = matches.size() - 1; i >= 0; i--) {
                PhoneNumberMatch match = matches.get(i);
                String before = text.substring(i == 0 ? 0 : matches.get(i - 1).end(), match.start());
                String label = label(before);
                boolean marked = LABELS.contains(label) || MOBILE.contains(label) || FAX.contains(label)
                        || match.rawString().startsWith("+") || match.rawString().startsWith("00");
                if (!marked && !looksLikeNumber(match.rawString(), piece)) {
                    continue;
                }
                add(phones, phone(match, label, piece.confidence()));
                taken = true;
                int labelStart = before.lastIndexOf(label(before, false));
                int start = label.isEmpty() || !marked || labelStart < 0 ? match.start()
                        : match.start() - before.length() + labelStart;
                rest.replace(start, match.end(), " ");
            }
            if (taken) {
                String left = rest.toString().replaceAll("[()/,;:+]+", " ").strip();
                each.set(piece.withText(left.chars().filter(Character::isLetterOrDigit).count() < 3 ? "" : left));
            }
        }
        pieces.removeIf(piece -> piece.text().isBlank());
        Collections.reverse(phones);
        phones.sort(Comparator.comparing(Phone::kind));
        return phones;
    }

    private static void add(List<Phone> phones, Phone phone) {
        if (phones.stream().noneMatch(known -> known.number().equals(phone.number()))) {
            phones.add(phone);
        }
    }

    private static Phone phone(PhoneNumberMatch match, String label, double confidence) {
        PhoneNumber number = match.number();
        boolean valid = PHONES.isValidNumber(number);
        PhoneNumberType type = PHONES.getNumberType(number);
        Phone.Kind kind = FAX.contains(label) ? Phone.Kind.FAX : MOBILE.contains(label) ? Phone.Kind.MOBILE
                : type == PhoneNumberType.MOBILE && !LABELS.contains(label) ? Phone.Kind.MOBILE : Phone.Kind.WORK;
        return new Phone(PHONES.format(number, PhoneNumberFormat.E164), kind, confidence * (valid ? 1 : 0.75),
                Source.TEXT);
    }

    /** Without a label and a country code, a number must not be a postcode, a year or the number of a house. */
    private static boolean looksLikeNumber(String raw, Piece piece) {
        int digits = (int) raw.chars().filter(Character::isDigit).count();
        return digits >= 8 && digits <= 13 && piece.letters() < 8;
    }

    private static String label(String before) {
        return Lexicon.fold(label(before, true)).replace(".", "");
    }

    private static String label(String before, boolean lastOnly) {
        Matcher label = LABEL.matcher(before.strip());
        return label.find() ? label.group(1) : lastOnly ? "" : "\0";
    }

    private static String mended(String text) {
        int digits = (int) text.chars().filter(Character::isDigit).count();
        String signs = text.replace("(O)", "(0)").replace("(o)", "(0)");
        if (digits < 5 || digits * 2 < signs.replaceAll("[^\\p{L}\\d]", "").length()) {
            return signs;
        }
        StringBuilder mended = new StringBuilder(signs);
        Matcher letter = MIXED.matcher(signs);
        while (letter.find()) {
            mended.setCharAt(letter.start(), switch (signs.charAt(letter.start())) {
                case 'O', 'o' -> '0';
                case 'S' -> '5';
                case 'B' -> '8';
                default -> '1';
            });
        }
        return mended.toString().replaceFirst("(?<=^|\\s)[t4](?=\\d{2}[\\s(]\\(?0?\\)?\\s?\\d)",
                mended.toString().contains("+") ? "$0" : "+");
    }

    static String digits(String text) {
        return text.replaceAll("\\D", "").toLowerCase(Locale.ROOT);
    }
}
