package dev.cadenza.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headings under which exports carry a lead's fields: those of HubSpot, Apollo, LinkedIn and its Sales Navigator,
 * Mailchimp and Google Contacts (the old and the new one), and what people write in English and German. Headings are
 * compared by their letters and digits alone.
 *
 * <p>Numbers that many people share (a company's switchboard) are left out on purpose: a phone number tells leads apart.
 */
final class ColumnCatalogue {

    /** Headings of each field, the most telling first. */
    private static final Map<String, List<String>> HEADINGS = Map.ofEntries(
            Map.entry("email", List.of("email", "e-mail", "email address", "e-mail address", "e-mail 1 - value",
                    "email 1 - value", "primary email", "work email", "business email", "contact email",
                    "email (work)", "professional email", "e-mail-adresse", "emailadresse", "mailadresse",
                    "e-mail-addresse", "mail", "e-mail geschäftlich", "geschäftliche e-mail", "email 1", "email1",
                    "email_address", "emails", "person email", "lead email", "e-mail (geschäftlich)",
                    "personal email", "private e-mail", "e-mail privat", "courriel", "correo electrónico")),
            Map.entry("phone", List.of("mobile phone", "mobile phone number", "mobile", "mobile number", "cell phone",
                    "cell", "cell phone number", "phone", "phone number", "telephone", "telephone number", "tel", "tel.",
                    "phone 1 - value", "direct phone", "work direct phone", "direct dial", "primary phone", "phone1",
                    "contact phone", "whatsapp", "whatsapp number", "whatsapp phone number", "telefon", "telefonnummer",
                    "telefon-nr.", "telefonnr", "handy", "handynummer", "mobil", "mobiltelefon", "mobilnummer",
                    "mobilfunknummer", "rufnummer", "durchwahl", "telefon mobil", "telefon (mobil)",
                    "phone (mobile)")),
            Map.entry("firstName", List.of("first name", "firstname", "given name", "forename", "fname", "first",
                    "vorname", "vornamen", "rufname", "prénom", "person first name", "contact first name")),
            Map.entry("lastName", List.of("last name", "lastname", "surname", "family name", "lname", "last",
                    "nachname", "familienname", "zuname", "nom de famille", "person last name", "contact last name")),
            Map.entry(Mapping.FULL_NAME, List.of("full name", "fullname", "name", "contact name", "display name",
                    "lead name", "person name", "contact", "vollständiger name", "vor- und nachname",
                    "vorname nachname", "name, vorname", "ansprechpartner", "ansprechpartnerin", "kontakt",
                    "kontaktname", "file as")),
            Map.entry("company", List.of("company", "company name", "organization", "organisation",
                    "organization name", "organization 1 - name", "account name", "account", "employer",
                    "current company", "associated company", "primary company", "company / account",
                    "business name", "company name for emails", "firma", "firmenname", "unternehmen",
                    "unternehmensname", "arbeitgeber", "betrieb", "gesellschaft", "entreprise")),
            Map.entry("title", List.of("job title", "jobtitle", "title", "position", "role", "job position",
                    "organization title", "organization 1 - title", "current position", "current title",
                    "job role", "jobbezeichnung", "berufsbezeichnung", "stellenbezeichnung", "jobtitel", "funktion",
                    "stelle", "rolle", "beruf")),
            Map.entry("linkedinUrl", List.of("linkedin", "linkedin url", "person linkedin url", "linkedin profile",
                    "linkedin profile url", "linkedin link", "contact linkedin url", "lead linkedin url",
                    "linkedin bio", "hs linkedin url", "linkedin-profil", "linkedin-url", "profile url",
                    "linkedin member profile url", "person linkedin")),
            Map.entry("website", List.of("website", "website url", "web site", "company website", "company url",
                    "web", "website 1 - value", "homepage", "url", "domain", "company domain name", "company domain",
                    "webseite", "internetseite", "internet", "webadresse", "web-adresse")),
            Map.entry("city", List.of("city", "town", "address 1 - city", "mailing city", "person city",
                    "contact city", "stadt", "ort", "wohnort", "stadt/ort", "ort/stadt", "ville")),
            Map.entry("country", List.of("country", "country/region", "country / region", "address 1 - country",
                    "mailing country", "person country", "contact country", "country name", "land", "land/region",
                    "staat", "pays")),
            Map.entry("timezone", List.of("timezone", "time zone", "time_zone", "tz", "zeitzone")));

    private static final Map<String, String> FIELDS = new HashMap<>();
    private static final Map<String, Integer> RANKS = new HashMap<>();

    static {
        HEADINGS.forEach((field, headings) -> {
            for (int rank = 0; rank < headings.size(); rank++) {
                String letters = letters(headings.get(rank));
                FIELDS.putIfAbsent(letters, field);
                RANKS.putIfAbsent(letters, rank);
            }
        });
    }

    private ColumnCatalogue() {
    }

    /** The field that a heading stands for; null where it is not known. */
    static @Nullable String field(String heading) {
        return FIELDS.get(letters(heading));
    }

    /** Lower for headings that tell more. */
    static int rank(String heading) {
        return RANKS.getOrDefault(letters(heading), Integer.MAX_VALUE);
    }

    /** The letters and digits of a heading in lower case. */
    static String letters(String heading) {
        StringBuilder letters = new StringBuilder(heading.length());
        heading.codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString().toLowerCase(Locale.ROOT);
    }
}
