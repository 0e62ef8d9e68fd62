package dev.cadenza.lead;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.sanctionco.jmail.EmailValidator;
import com.sanctionco.jmail.JMail;
import java.net.IDN;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The normal forms of addresses, in which they are stored, compared and unique: e-mail (RFC 5321) in lower case with
 * its domain in ASCII (RFC 5891), phone numbers as E.164.
 */
public final class Addresses {

    /** RFC 5321, 4.5.3.1: a path has 256 octets, angle brackets included. */
    public static final int MAX_EMAIL_LENGTH = 254;

    private static final int MAX_PHONE_LENGTH = 60;
    private static final EmailValidator EMAIL = JMail.strictValidator().requireTopLevelDomain();
    /** RFC 5322 atoms and dots. Quoted local parts and comments are legal, but no mailbox of a person has them. */
    private static final String LOCAL_PART_SPECIALS = "!#$%&'*+-/=?^_`{|}~.";
    private static final PhoneNumberUtil PHONES = PhoneNumberUtil.getInstance();
    private static final String NO_REGION = "ZZ";

    /**
     * Countries whose international numbers never lose leading digits when they are parsed, so that a number written
     * as E.164 already is its normal form if its length is right. Parsing takes 6 microseconds, this check 0.1.
     */
    private static final Set<String> SIMPLE_COUNTRIES = Set.of("20", "27", "30", "31", "32", "33", "34", "36", "40",
            "41", "43", "44", "45", "46", "47", "48", "49", "60", "62", "63", "64", "65", "66", "81", "82", "90", "91",
            "351", "353", "358", "385", "386", "420", "421", "852", "886", "966", "971", "972");
    private static final Map<String, BitSet> LENGTHS = new ConcurrentHashMap<>();

    private Addresses() {
    }

    /** The normal form of an e-mail address; empty where {@code raw} is none that mail can reach over the internet. */
    public static Optional<String> email(String raw) {
        String text = PlainText.trim(raw);
        int at = text.lastIndexOf('@');
        if (at < 1 || text.length() > MAX_EMAIL_LENGTH || !plainLocalPart(text, at)) {
            return Optional.empty();
        }
        return ascii(text, at).filter(EMAIL::isValid);
    }

    /**
     * The normal form (E.164) of a phone number.
     *
     * @param defaultRegion ISO 3166 country of numbers without a country code; null or empty where there is none, so
     *     that only international numbers have a normal form
     */
    public static Optional<String> phone(String raw, @Nullable String defaultRegion) {
        String text = PlainText.trim(raw);
        if (text.isEmpty() || text.length() > MAX_PHONE_LENGTH) {
            return Optional.empty();
        }
        String plain = withoutGaps(text);
        if (isPlainE164(plain)) {
            return Optional.of(plain);
        }
        String international = text.startsWith("00") ? "+" + text.substring(2) : text;
        return parsed(international, defaultRegion).or(() ->
                international.equals(text) ? Optional.empty() : parsed(text, defaultRegion));
    }

    /** True for an ISO 3166 country that phone numbers are known for, such as {@code DE}. */
    public static boolean isRegion(String region) {
        return PHONES.getSupportedRegions().contains(region);
    }

    private static Optional<String> parsed(String text, @Nullable String defaultRegion) {
        String region = defaultRegion == null || defaultRegion.isBlank() ? NO_REGION : defaultRegion;
        try {
            PhoneNumber number = PHONES.parse(text, region);
            return PHONES.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE && !number.hasExtension()
                    ? Optional.of(PHONES.format(number, PhoneNumberFormat.E164)) : Optional.empty();
        } catch (NumberParseException notANumber) {
            return Optional.empty();
        }
    }

    /** An international number without the blanks and the like between its digits; other texts as they are. */
    private static String withoutGaps(String text) {
        if (text.charAt(0) != '+') {
            return text;
        }
        StringBuilder digits = new StringBuilder(text.length()).append('+');
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                digits.append(c);
            } else if (c != ' ' && c != '-' && c != '.') {
                return text;
            }
        }
        return digits.toString();
    }

    private static boolean isPlainE164(String text) {
        if (text.length() < 8 || text.length() > 16 || text.charAt(0) != '+') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        if (text.charAt(1) == '1') {
            return text.length() == 12 && text.charAt(2) > '1';
        }
        String country = text.substring(1, 3);
        if (!SIMPLE_COUNTRIES.contains(country)) {
            country = text.substring(1, 4);
            if (!SIMPLE_COUNTRIES.contains(country)) {
                return false;
            }
        }
        return text.charAt(1 + country.length()) != '0'
                && LENGTHS.computeIfAbsent(country, Addresses::lengths).get(text.length() - 1 - country.length());
    }

    /** How many digits numbers of a country may have after its code. */
    private static BitSet lengths(String country) {
        BitSet lengths = new BitSet();
        PhoneNumber number = new PhoneNumber().setCountryCode(Integer.parseInt(country));
        long digits = 100;
        for (int length = 3; length <= 15; length++, digits *= 10) {
            lengths.set(length, PHONES.isPossibleNumberWithReason(number.setNationalNumber(digits))
                    == ValidationResult.IS_POSSIBLE);
        }
        return lengths;
    }

    private static boolean plainLocalPart(String text, int at) {
        for (int i = 0; i < at; i++) {
            char c = text.charAt(i);
            boolean letterOrDigit = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!letterOrDigit && LOCAL_PART_SPECIALS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> ascii(String text, int at) {
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 127) {
                try {
                    return Optional.of(text.substring(0, at + 1).concat(IDN.toASCII(text.substring(at + 1)))
                            .toLowerCase(Locale.ROOT));
                } catch (IllegalArgumentException notADomain) {
                    return Optional.empty();
                }
            }
            if (c == '(' || c == '>' || c == '[' || c <= ' ') {
                return Optional.empty();
            }
        }
        return Optional.of(text.toLowerCase(Locale.ROOT));
    }
}
