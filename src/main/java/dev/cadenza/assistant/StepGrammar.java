package dev.cadenza.assistant;

import static dev.cadenza.assistant.Words.CHANNEL;
import static dev.cadenza.assistant.Words.DURATION;
import static dev.cadenza.assistant.Words.NUMBER;
import static dev.cadenza.assistant.Words.ORDINAL;
import static dev.cadenza.assistant.Words.UNIT;
import static dev.cadenza.assistant.Words.pattern;

import dev.cadenza.campaign.StepType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What people say about the messages of a campaign: how many, over which channel, how long after each other. */
final class StepGrammar {

    private static final String THE = "(?:the\\s+|der\\s+|die\\s+|das\\s+|dem\\s+|den\\s+)?";
    private static final String ONE = "(?:\\s+(?:" + CHANNEL + "|one|step|schritt))?";
    private static final String ADD = "(?:(?:and\\s+|then\\s+)*(?:add|insert|append|plus|also|put|füge?|ergänze)\\s+)";
    private static final String COUNTED = "(?:(" + NUMBER + ")\\s+)?(?:more\\s+|weitere\\s+)?(" + CHANNEL + ")\\b";
    private static final String ANCHOR = "(after|before|behind|following|nach|vor)\\s+" + THE + "(?:(" + ORDINAL + ")"
            + ONE + "|(" + CHANNEL + "))\\b";

    private static final Pattern INSTEAD = pattern("(?:instead of|rather than|statt|anstatt)\\s+(?:" + NUMBER
            + "\\b)?\\s*(?:" + CHANNEL + "|" + UNIT + ")?\\b");
    private static final Pattern INSERT = pattern(ADD + COUNTED + "(?:\\s+(" + DURATION + ")(?:\\s+(?:later|später))?"
            + ")?(?:\\s+"
            + ANCHOR + ")?(?:\\s+(?:at the end|am ende|hinzu|ein))*");
    private static final Pattern ANCHORED = pattern("(?:(?:and|then|und)\\s+)?" + COUNTED + "(?:\\s+(" + DURATION
            + "))?\\s+" + ANCHOR);
    private static final Pattern REMOVE = pattern("(?:and\\s+)?(?:remove|drop|delete|leave out|take out|without"
            + "|streiche?|entferne?|lösche?|ohne)\\s+" + THE + "(?:(" + ORDINAL + ")" + ONE + "|(" + CHANNEL + "))\\b");
    private static final Pattern WAIT = pattern("(?:and\\s+)?(?:wait\\s+|warte\\s+)?(" + DURATION
            + ")\\s+(before|after|vor|nach)\\s+" + THE + "(" + ORDINAL + ")" + ONE + "\\b");
    private static final Pattern DELAY = pattern("(?:make\\s+)?" + THE + "\\b(" + ORDINAL + ")" + ONE
            + "(?:\\s+(?:should|shall|comes?|goes?|go|come|to|is|out|soll|kommt))*\\s+(?:after\\s+|nach\\s+)?("
            + DURATION + ")(?:\\s+(?:later|after(?:wards)?|danach|später))?\\b");
    private static final Pattern SPACING = pattern("(?:with\\s+|mit\\s+)?(" + DURATION + ")\\s+(?:apart|between|in "
            + "between|dazwischen|abstand|auseinander)(?:\\s+(?:them|each|the\\s+)?(?:" + CHANNEL
            + ")?)?|(?:(?:im|mit)\\s+abstand\\s+von|alle|every)\\s+("
            + DURATION + ")|(?:make|change|set)(?:\\s+(?:it|that|them|the gap|the delay|the "
            + "interval))?(?:\\s+to)?\\s+(" + DURATION
            + ")|every\\s+(other\\s+|second\\s+)?(" + UNIT + ")|\\b(weekly|daily|monthly|hourly|fortnightly"
            + "|wöchentlich|täglich|monatlich|stündlich)|jede[nrs]?\\s+(woche|tag|monat|stunde)\\b");
    private static final Pattern ITEM = pattern("(?:(?:after|nach)\\s+(" + DURATION + ")\\s+|(" + DURATION
            + ")\\s+(?:later|after that|afterwards|später|danach),?\\s+(?:comes?\\s+|send\\s+|kommt\\s+)?)?\\b("
            + NUMBER + ")\\s+(?:short\\s+|friendly\\s+|more\\s+|different\\s+|follow-up\\s+|kurze\\s+|weitere\\s+)?("
            + CHANNEL + ")\\b(?:,?\\s+(" + DURATION + ")\\s+(?:later|afterwards|after that|später|danach))?");
    private static final Map<String, Duration> RHYTHMS = Map.of("week", Duration.ofDays(7), "woch", Duration.ofDays(7),
            "wöch", Duration.ofDays(7), "dail", Duration.ofDays(1), "tägl", Duration.ofDays(1), "mont",
            Duration.ofDays(30),
            "mona", Duration.ofDays(30), "hour", Duration.ofHours(1), "stün", Duration.ofHours(1), "fort",
            Duration.ofDays(14));

    List<Wish> read(Spans text) {
        text.take(INSTEAD, match -> Wish.Word.SHOW);
        List<Wish> wishes = new ArrayList<>();
        wishes.addAll(text.take(REMOVE, match -> new Wish.Remove(ordinal(match.group(1)), channel(match.group(2)))));
        List<Wish> after = new ArrayList<>();
        after.addAll(text.take(INSERT, StepGrammar::insert));
        after.addAll(text.take(ANCHORED, StepGrammar::insert));
        after.addAll(text.take(WAIT, StepGrammar::wait));
        after.addAll(text.take(DELAY, match -> new Wish.DelayOf(Words.ordinal(match.group(1)),
                Words.duration(match.group(2)))));
        List<Wish> spacing = text.take(SPACING, StepGrammar::spacing);
        List<Wish.Item> items = new ArrayList<>();
        text.take(ITEM, match -> items.add(item(match)) ? Wish.Word.SHOW : null);
        if (!items.isEmpty()) {
            wishes.add(new Wish.Sequence(items));
        }
        wishes.addAll(spacing);
        wishes.addAll(after);
        return wishes;
    }

    private static Wish.Item item(MatchResult match) {
        String wait = match.group(1) != null ? match.group(1) : match.group(2) != null ? match.group(2)
                : match.group(5);
        return new Wish.Item(Words.number(match.group(3)), Words.channel(match.group(4)), Words.duration(wait));
    }

    private static Wish insert(MatchResult match) {
        int count = match.group(1) == null ? 1 : Words.number(match.group(1));
        boolean before = match.group(4) != null && match.group(4).toLowerCase(Locale.ROOT).matches("before|vor");
        return new Wish.Insert(new Wish.Item(count, Words.channel(match.group(2)), Words.duration(match.group(3))),
                before, ordinal(match.group(5)), channel(match.group(6)));
    }

    private static Wish wait(MatchResult match) {
        int position = Words.ordinal(match.group(3));
        boolean after = match.group(2).toLowerCase(Locale.ROOT).matches("after|nach");
        return new Wish.DelayOf(after && position != Wish.LAST ? position + 1 : position,
                Words.duration(match.group(1)));
    }

    private static @Nullable Wish spacing(MatchResult match) {
        for (int group = 1; group <= 3; group++) {
            if (match.group(group) != null) {
                return new Wish.Spacing(Words.duration(match.group(group)));
            }
        }
        if (match.group(5) != null) {
            return new Wish.Spacing(Words.unit(match.group(5)).multipliedBy(match.group(4) == null ? 1 : 2));
        }
        String word = match.group(6);
        return new Wish.Spacing(word != null ? RHYTHMS.get(word.toLowerCase(Locale.ROOT).substring(0, 4))
                : Words.unit(match.group(7)));
    }

    private static @Nullable Integer ordinal(@Nullable String word) {
        return word == null ? null : Words.ordinal(word);
    }

    private static @Nullable StepType channel(@Nullable String word) {
        return word == null ? null : Words.channel(word);
    }
}
