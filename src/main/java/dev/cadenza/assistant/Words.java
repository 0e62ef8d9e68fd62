package dev.cadenza.assistant;

import dev.cadenza.campaign.StepType;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The small words of the grammar, in English and German: numbers, durations, channels, days, times. */
final class Words {

    private static final List<String> NUMBERS = List.of("one", "two", "three", "four", "five", "six", "seven", "eight",
            "nine", "ten", "eleven", "twelve");
    private static final List<String> ZAHLEN = List.of("eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben",
            "acht", "neun", "zehn", "elf", "zwölf");
    private static final List<String> ORDINALS = List.of("first", "second", "third", "fourth", "fifth", "sixth",
            "seventh", "eighth", "ninth", "tenth");
    private static final List<String> ORDNUNGSZAHLEN = List.of("erste", "zweite", "dritte", "vierte", "fünfte",
            "sechste", "siebte", "achte", "neunte", "zehnte");
    private static final Map<String, Duration> UNITS = Map.of("min", Duration.ofMinutes(1), "hour", Duration.ofHours(1),
            "stun", Duration.ofHours(1), "day", Duration.ofDays(1), "tag", Duration.ofDays(1), "week",
            Duration.ofDays(7), "woch", Duration.ofDays(7), "fort", Duration.ofDays(14), "mon", Duration.ofDays(30));

    static final String NUMBER = "(?:\\d{1,3}|an?|" + String.join("|", NUMBERS) + "|ein(?:e[nmrs]?)?|"
            + String.join("|", ZAHLEN) + "|a couple of|another|one more|noch eine?)";
    static final String UNIT = "(?:minutes?|hours?|days?|weeks?|fortnights?|months?|minuten?|stunden?|tage?n?|wochen?"
            + "|monate?n?)";
    static final String DURATION = "(?:\\b" + NUMBER + "\\s+" + UNIT + "\\b)";
    static final String CHANNEL = "(?:e-?mails?|mails?|sms(?:es)?|text messages?|texts|whats ?app(?:s| messages?)?"
            + "|(?:facebook )?messenger(?: messages?)?|instagram(?: messages?)?|push(?:es| messages?| "
            + "notifications?)?|notifications?|benachrichtigungen|messages?|nachrichten?|follow-?ups?|reminders?)";
    static final String ORDINAL = "(?:" + String.join("|", ORDINALS) + "|last|\\d{1,2}(?:st|nd|rd|th)|(?:"
            + String.join("|", ORDNUNGSZAHLEN) + "|letzte)[nrsm]?)";
    static final String DAY = "(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|montage?s?|dienstage?s?|mittwochs?"
            + "|donnerstage?s?|freitage?s?|samstage?s?|sonntage?s?)";
    static final String TIME = "(?:\\d{1,2}(?:[:.]\\d\\d)?\\s*(?:[ap]\\.?m\\.?|uhr)?)";

    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2})(?:[:.](\\d\\d))?\\s*([ap])?.*");
    private static final Pattern LENGTH = Pattern.compile("(" + NUMBER + ")\\s+(" + UNIT + ")", flags());

    private Words() {
    }

    static int flags() {
        return Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;
    }

    static Pattern pattern(String regex) {
        return Pattern.compile(regex, flags());
    }

    static int number(String word) {
        String small = word.strip().toLowerCase(Locale.ROOT);
        if (small.matches("\\d+")) {
            return Integer.parseInt(small);
        }
        if (small.equals("a couple of")) {
            return 2;
        }
        return Math.max(1, Math.max(NUMBERS.indexOf(small), ZAHLEN.indexOf(small)) + 1);
    }

    /** From 1; {@link Wish#LAST} for the last. */
    static int ordinal(String word) {
        String small = word.strip().toLowerCase(Locale.ROOT);
        if (small.startsWith("last") || small.startsWith("letzte")) {
            return Wish.LAST;
        }
        if (Character.isDigit(small.charAt(0))) {
            return Integer.parseInt(small.replaceAll("\\D", ""));
        }
        int english = ORDINALS.indexOf(small);
        return 1 + (english >= 0 ? english : ORDNUNGSZAHLEN.indexOf(small.replaceFirst("e[nrsm]$", "e")));
    }

    /** A month is 30 days; null for what is none, or nothing. */
    static @Nullable Duration duration(@Nullable String words) {
        Matcher matcher = LENGTH.matcher(words == null ? "" : words);
        if (!matcher.find()) {
            return null;
        }
        int number = number(matcher.group(1));
        return number == 0 ? null : unit(matcher.group(2)).multipliedBy(number);
    }

    static Duration unit(String word) {
        String small = word.strip().toLowerCase(Locale.ROOT);
        return UNITS.entrySet().stream().filter(unit -> small.startsWith(unit.getKey())).findFirst().orElseThrow()
                .getValue();
    }

    static StepType channel(String word) {
        String small = word.strip().toLowerCase(Locale.ROOT);
        if (small.startsWith("sms") || small.startsWith("text")) {
            return StepType.SMS;
        }
        if (small.startsWith("whats")) {
            return StepType.WHATSAPP;
        }
        if (small.contains("messenger")) {
            return StepType.MESSENGER;
        }
        if (small.startsWith("insta")) {
            return StepType.INSTAGRAM;
        }
        boolean push = small.startsWith("push") || small.startsWith("notif") || small.startsWith("benach");
        return push ? StepType.PUSH : StepType.EMAIL;
    }

    static DayOfWeek day(String word) {
        String small = word.strip().toLowerCase(Locale.ROOT);
        return switch (small.substring(0, 2)) {
            case "mo" -> DayOfWeek.MONDAY;
            case "tu", "di" -> DayOfWeek.TUESDAY;
            case "we", "mi" -> DayOfWeek.WEDNESDAY;
            case "th", "do" -> DayOfWeek.THURSDAY;
            case "fr" -> DayOfWeek.FRIDAY;
            case "sa" -> DayOfWeek.SATURDAY;
            default -> DayOfWeek.SUNDAY;
        };
    }

    /** Empty for what no clock shows. */
    static Optional<LocalTime> time(String words) {
        Matcher matcher = CLOCK.matcher(words.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(matcher.group(1));
        int minute = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
        if (matcher.group(3) != null) {
            hour = hour % 12 + (matcher.group(3).equals("p") ? 12 : 0);
        }
        return hour > 23 || minute > 59 ? Optional.empty() : Optional.of(LocalTime.of(hour, minute));
    }
}
