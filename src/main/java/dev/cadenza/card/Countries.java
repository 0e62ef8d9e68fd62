package dev.cadenza.card;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Countries by their names, in the languages in which cards are printed, and by their top-level domains. */
final class Countries {

    private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "hu",
            "sv", "da", "no", "fi", "tr", "ro");
    private static final Map<String, String> BY_NAME = new HashMap<>();
    private static final Set<String> CODES = Arrays.stream(Locale.getISOCountries())
            .map(code -> code.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    /** Domains that are no country's though they look like it, and those of everybody. */
    private static final Set<String> WORLDWIDE = Set.of(
            "com", "org", "net", "info", "biz", "eu", "io", "ai", "co", "me", "tv", "app", "dev", "tech", "online",
            "shop", "store", "cloud", "agency", "digital", "solutions", "group", "global", "world", "company",
            "consulting", "design", "studio", "systems", "services", "engineering", "law", "bank", "museum", "edu",
            "gov", "int", "mil", "name", "pro", "jobs", "mobi", "travel", "example", "test", "berlin", "hamburg",
            "koeln", "bayern", "wien", "swiss", "paris", "bzh", "cat", "eus", "gal", "london", "scot", "wales",
            "nyc", "uk", "africa", "asia", "energy", "media", "email", "xyz", "site", "space", "life", "care");

    static {
        for (String code : Locale.getISOCountries()) {
            Locale country = new Locale("", code);
            for (String language : LANGUAGES) {
                BY_NAME.put(Lexicon.fold(country.getDisplayCountry(new Locale(language))), code);
            }
        }
        BY_NAME.putAll(Map.of("usa", "US", "u.s.a", "US", "uk", "GB", "england", "GB", "scotland", "GB",
                "great britain", "GB", "holland", "NL", "the netherlands", "NL", "czech republic", "CZ",
                "ceska republika", "CZ"));
        BY_NAME.put("turkiye", "TR");
    }

    private Countries() {
    }

    /** ISO 3166 code of a country by its name. */
    static Optional<String> byName(String name) {
        return Optional.ofNullable(BY_NAME.get(Lexicon.fold(name).replaceAll("^[^a-z]+|[^a-z]+$", "")));
    }

    /** The name in English, as leads have it. */
    static String name(String code) {
        return new Locale("", code).getDisplayCountry(Locale.ENGLISH);
    }

    static boolean isTopLevelDomain(String tld) {
        return CODES.contains(tld) || WORLDWIDE.contains(tld);
    }

    /** The country of a domain such as {@code acme.de}; empty for those of everybody. */
    static Optional<String> ofDomain(String domain) {
        String tld = domain.substring(domain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (tld.equals("uk")) {
            return Optional.of("GB");
        }
        return CODES.contains(tld) && !WORLDWIDE.contains(tld) ? Optional.of(tld.toUpperCase(Locale.ROOT))
                : Optional.empty();
    }
}
