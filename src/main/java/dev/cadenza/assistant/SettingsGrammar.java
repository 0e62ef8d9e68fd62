package dev.cadenza.assistant;

import static dev.cadenza.assistant.Words.DAY;
import static dev.cadenza.assistant.Words.TIME;
import static dev.cadenza.assistant.Words.pattern;

import dev.cadenza.campaign.ReviewMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people say about how a campaign sends: days, hours, time zone, limits, sender, review, start. */
final class SettingsGrammar {

    private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    private static final Pattern START = pattern("(?:and\\s+)?(?:launch|start|begin|send|beginne?n?|starte?n?)(?:s"
            + "|ing|ning)?(?:\\s+(?:it|them|the campaign))?\\s+(?:on\\s+|am\\s+|ab\\s+)?(?:(\\d{4}-\\d\\d-\\d\\d)"
            + "|(tomorrow|morgen)|(?:next\\s+|nächsten\\s+)?(" + DAY + "))(?:\\s+(?:at|um)\\s+(" + TIME + "))?\\b");
    private static final Pattern NOT_DAYS = pattern("(?:but\\s+)?(?:not|never|no|nicht|nie)\\s+(?:on\\s+|am\\s+"
            + "|an\\s+)?(?:the\\s+)?(weekends?|wochenenden?|" + DAY + "(?:\\s*(?:,|and|or|und|oder)\\s*" + DAY
            + ")*)\\b");
    private static final Pattern WEEKDAY = pattern("(?:only\\s+|nur\\s+)?(?:on\\s+|an\\s+)?(?:week ?days|working days"
            + "|business days|work ?days|werktags?|werktagen|wochentags?)(?:\\s+only)?\\b");
    private static final Pattern ALL_DAYS = pattern("(?:also\\s+|even\\s+|auch\\s+)(?:on\\s+|am\\s+"
            + "|an\\s+)?(?:the\\s+)?(?:weekends?|wochenenden?)|(?:on\\s+|an\\s+)?(?:all|any|alle[nm]?)\\s+(?:days?"
            + "|tage?n?)|seven days a week\\b");
    private static final Pattern WEEKEND = pattern("(?:only\\s+|nur\\s+)?(?:on\\s+|am\\s+)(?:the\\s+)?(?:weekends?"
            + "|wochenenden?)\\b");
    private static final Pattern DAY_RANGE = pattern("(?:only\\s+|nur\\s+)?(?:on\\s+|from\\s+|von\\s+)?(" + DAY
            + ")\\s*(?:to|until|through|-|–|bis)\\s*(" + DAY + ")\\b");
    private static final Pattern DAYS = pattern("(?:only\\s+|nur\\s+)?(?:on\\s+|am\\s+|an\\s+)?(" + DAY
            + "(?:\\s*(?:,|and|or|und|oder)\\s*" + DAY + ")*)\\b");
    private static final Pattern ONE_DAY = pattern(DAY);
    private static final Pattern WINDOW = pattern("(?:only\\s+|nur\\s+)?(?:between|from|zwischen|von)\\s+(" + TIME
            + ")\\s*(?:and|to|till|until|-|–|und|bis)\\s*(" + TIME + ")\\b(?:\\s*o'clock)?");
    private static final Pattern PART_OF_DAY = pattern("(?:only\\s+|nur\\s+)?(?:in\\s+the\\s+)?(mornings?|afternoons?"
            + "|vormittags|nachmittags)\\b(?:\\s+only)?");
    private static final Pattern OWN_ZONE = pattern("(?:in\\s+)?(?:their|the leads?'?s?|leads?'|each lead'?s"
            + "|everyone's)\\s+(?:own\\s+|local\\s+)?time(?: ?zones?)?|(?:in\\s+)?ihrer(?: eigenen)? zeitzone");
    private static final Pattern ZONE = pattern("(?:in\\s+)?(?:the\\s+)?(?:time ?zone\\s+"
            + "|zeitzone\\s+)?([A-Z]\\p{L}+/[A-Z][\\p{L}_]+|utc)\\b|\\bin\\s+(\\p{L}+)\\s+time(?: ?zone)?\\b|(?:time "
            + "?zone|zeitzone)\\s+(?:of\\s+|von\\s+)?(\\p{L}+)\\b");
    private static final Pattern LIMIT = pattern("(?:at most|max(?:imum)?(?: of)?|no more than|up to|höchstens"
            + "|maximal)\\s+(\\d{1,7})\\s*(?:e-?mails?|mails?|messages?|nachrichten|of them)?\\s*(?:a|per|each|every"
            + "|am|pro|/)\\s*(?:day|tag)\\b");
    private static final Pattern NO_LIMIT = pattern("(?:no|without(?: a)?|ohne|kein)\\s+(?:daily\\s+)?(?:limit"
            + "|tageslimit)\\b");
    private static final Pattern CONSENT = pattern("(?:only\\s+)?(?:to\\s+)?(?:those\\s+|people\\s+)?(?:who|that|if "
            + "they)\\s+(?:have\\s+)?(?:agreed|consented|opted in|gave consent)|(?:only\\s+)?with consent\\b");
    private static final Pattern SENDER = pattern("(?:(?:sent\\s+)?(?:from|by|as|von|sender|absender|send "
            + "as)\\s+(?:is\\s+|ist\\s+|the sender\\s+)?)?([\\p{L}\\d._%+-]+@[\\p{L}\\d.-]+\\.\\p{L}{2,})");
    private static final Pattern NO_REVIEW = pattern("(?:without|no|ohne)\\s+(?:a\\s+)?(?:review(?:s|ing)?"
            + "|prüfung)\\b");
    private static final Pattern REVIEW = pattern("(?:(?:and\\s+)?(?:let me|i(?: want to|'ll| will)|we(?: want to"
            + "|'ll)?|ich will)\\s+)?\\b(?:review|approve|check|prüfen?)\\b(?:\\s+(?:the|of|die"
            + "|den)\\b)*(?:\\s+(first|erste[nr]?)(?:\\s+(?:e-?mail|mail|step|one|message|nachricht))?|\\s+(?:them "
            + "all|all of them|all|them|each|every|everything|drafts?|alle)(?:\\s+(?:e-?mails?|mails?|drafts?"
            + "|messages?|one))?|\\s+(?:e-?mails|mails))?(?:\\s+(?:before(?:hand)?|first)(?:\\s+(?:it"
            + "|they)\\s+goe?s?(?:\\s+out)?)?)?");

    private final Clock clock;

    SettingsGrammar(Clock clock) {
        this.clock = clock;
    }

    List<Wish> read(Spans text) {
        List<Wish> wishes = new ArrayList<>();
        wishes.addAll(text.take(START, this::start));
        wishes.addAll(text.take(NO_REVIEW, match -> new Wish.Review(ReviewMode.NONE)));
        wishes.addAll(text.take(REVIEW, match -> new Wish.Review(match.group(1) == null ? ReviewMode.EVERY_STEP
                : ReviewMode.FIRST_STEP)));
        wishes.addAll(text.take(NOT_DAYS, match -> new Wish.NotOn(match.group(1).toLowerCase(Locale.ROOT)
                .startsWith("w") && !match.group(1).toLowerCase(Locale.ROOT).startsWith("wed")
                ? EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY) : days(match.group(1)))));
        wishes.addAll(text.take(WEEKDAY, match -> on(WEEKDAYS)));
        wishes.addAll(text.take(ALL_DAYS, match -> on(EnumSet.allOf(DayOfWeek.class))));
        wishes.addAll(text.take(WEEKEND, match -> on(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY))));
        wishes.addAll(text.take(DAY_RANGE, match -> on(range(Words.day(match.group(1)), Words.day(match.group(2))))));
        wishes.addAll(text.take(DAYS, match -> on(days(match.group(1)))));
        wishes.addAll(text.take(WINDOW, SettingsGrammar::window));
        wishes.addAll(text.take(PART_OF_DAY, match -> match.group(1).toLowerCase(Locale.ROOT).matches("m.*|v.*")
                ? between(LocalTime.of(8, 0), LocalTime.NOON) : between(LocalTime.NOON, LocalTime.of(17, 0))));
        wishes.addAll(text.take(OWN_ZONE, match -> new Wish.Set(new Plan.Settings(null, null, null, null, true, null,
                null))));
        wishes.addAll(text.take(ZONE, match -> new Wish.Zone(match.group(1) != null ? match.group(1)
                : match.group(2) != null ? match.group(2) : match.group(3))));
        wishes.addAll(text.take(LIMIT, match -> limit(Integer.parseInt(match.group(1)))));
        wishes.addAll(text.take(NO_LIMIT, match -> limit(0)));
        wishes.addAll(text.take(CONSENT, match -> new Wish.Set(new Plan.Settings(null, null, null, null, null, null,
                true))));
        wishes.addAll(text.take(SENDER, match -> new Wish.From(match.group(1))));
        return wishes;
    }

    private @Nullable Wish start(MatchResult match) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalTime time = match.group(4) == null ? null : Words.time(match.group(4)).orElse(null);
        if (match.group(1) == null) {
            return new Wish.Start(match.group(2) != null ? today.plusDays(1)
                    : today.with(TemporalAdjusters.next(Words.day(match.group(3)))), time);
        }
        try {
            return new Wish.Start(LocalDate.parse(match.group(1)), time);
        } catch (DateTimeException noDay) {
            return null; // is told as not understood
        }
    }

    private static @Nullable Wish window(MatchResult match) {
        LocalTime from = Words.time(match.group(1)).orElse(null);
        LocalTime to = Words.time(match.group(2)).orElse(null);
        if (from == null || to == null) {
            return null;
        }
        // "from 9 to 5"
        boolean half = !to.isAfter(from) && to.getHour() < 12 && !match.group(2).toLowerCase(Locale.ROOT).contains("m");
        return between(from, half ? to.plusHours(12) : to);
    }

    private static Wish between(LocalTime from, LocalTime to) {
        return new Wish.Set(new Plan.Settings(null, from, to, null, null, null, null));
    }

    private static Wish on(Set<DayOfWeek> days) {
        return new Wish.Set(new Plan.Settings(days, null, null, null, null, null, null));
    }

    private static Wish limit(int mails) {
        return new Wish.Set(new Plan.Settings(null, null, null, null, null, mails, null));
    }

    private static Set<DayOfWeek> days(String words) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        Matcher each = ONE_DAY.matcher(words);
        while (each.find()) {
            days.add(Words.day(each.group()));
        }
        return days;
    }

    private static Set<DayOfWeek> range(DayOfWeek from, DayOfWeek to) {
        Set<DayOfWeek> days = EnumSet.of(from, to);
        for (DayOfWeek day = from; day != to; day = day.plus(1)) {
            days.add(day);
        }
        return days;
    }
}
