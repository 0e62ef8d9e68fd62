package dev.cadenza.assistant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.campaign.ReviewMode;
import dev.cadenza.campaign.StepType;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

    private static final Duration WEEK = Duration.ofDays(7);

    private final Grammar grammar = new Grammar(Clock.fixed(Instant.parse("2026-04-22T10:00:00Z"), ZoneOffset.UTC));

    private static Wish.Sequence sequence(Wish.Item... items) {
        return new Wish.Sequence(List.of(items));
    }

    private static Wish.Item item(int count, StepType channel) {
        return new Wish.Item(count, channel, null);
    }

    private static Wish.Set days(Set<DayOfWeek> days) {
        return new Wish.Set(new Plan.Settings(days, null, null, null, null, null, null));
    }

    private static Wish.Set hours(int from, int to) {
        return new Wish.Set(new Plan.Settings(null, LocalTime.of(from, 0), LocalTime.of(to, 0), null, null, null,
                null));
    }

    private void understands(String words, Wish... wishes) {
        Grammar.Reading reading = grammar.read(words);
        assertThat(reading.wishes()).as(words).containsExactlyInAnyOrder(wishes);
        assertThat(reading.leftOver()).as(words).isEmpty();
    }

    @Test
    void theWholeOfACommonRequest() {
        understands("three mails to everyone from the Hannover fair, a week apart, stop when they answer",
                sequence(item(3, StepType.EMAIL)), new Wish.Spacing(WEEK), new Wish.StopOnReply(true),
                new Wish.To(Plan.AudienceKind.EVENT, "Hannover fair"));
        understands("I want to send two emails and an SMS to the list Customers North, every 3 days, only on "
                + "weekdays please.",
                sequence(item(2, StepType.EMAIL), item(1, StepType.SMS)), new Wish.Spacing(Duration.ofDays(3)),
                days(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)),
                new Wish.To(Plan.AudienceKind.LIST, "Customers North"));
        understands("Drei Mails an alle von der Hannover Messe, im Abstand von einer Woche, aufhören wenn sie "
                + "antworten",
                sequence(item(3, StepType.EMAIL)), new Wish.Spacing(WEEK), new Wish.StopOnReply(true),
                new Wish.To(Plan.AudienceKind.EVENT, "Hannover Messe"));
    }

    @Test
    void laterMessagesOfASequence() {
        understands("a mail, an SMS three days later and after 2 weeks a whatsapp message", sequence(
                item(1, StepType.EMAIL), new Wish.Item(1, StepType.SMS, Duration.ofDays(3)),
                new Wish.Item(1, StepType.WHATSAPP, Duration.ofDays(14))));
        understands("make it four mails instead of three", sequence(item(4, StepType.EMAIL)));
    }

    @Test
    void timeBetweenMessages() {
        understands("make it two weeks", new Wish.Spacing(Duration.ofDays(14)));
        understands("weekly", new Wish.Spacing(WEEK));
        understands("every other day", new Wish.Spacing(Duration.ofDays(2)));
        understands("5 days between them", new Wish.Spacing(Duration.ofDays(5)));
        understands("the third mail after ten days", new Wish.DelayOf(3, Duration.ofDays(10)));
        understands("wait 4 days before the last one", new Wish.DelayOf(Wish.LAST, Duration.ofDays(4)));
        understands("mach alle zwei Wochen", new Wish.Spacing(Duration.ofDays(14)));
    }

    @Test
    void messagesBesides() {
        understands("add an SMS after the second", new Wish.Insert(item(1, StepType.SMS), false, 2, null));
        understands("Add an SMS 2 days after the second mail.",
                new Wish.Insert(new Wish.Item(1, StepType.SMS, Duration.ofDays(2)), false, 2, null));
        understands("and a push notification before the first one", new Wish.Insert(item(1, StepType.PUSH), true, 1,
                null));
        understands("add two more mails at the end", new Wish.Insert(item(2, StepType.EMAIL), false, null, null));
        understands("remove the SMS", new Wish.Remove(null, StepType.SMS));
        understands("drop the last mail", new Wish.Remove(Wish.LAST, null));
        understands("füge eine SMS nach der zweiten Mail hinzu", new Wish.Insert(item(1, StepType.SMS), false, 2,
                null));
    }

    @Test
    void daysAndHours() {
        understands("only weekdays", days(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)));
        understands("on Tuesdays and Thursdays", days(Set.of(DayOfWeek.TUESDAY, DayOfWeek.THURSDAY)));
        understands("not on Fridays", new Wish.NotOn(Set.of(DayOfWeek.FRIDAY)));
        understands("also on weekends", days(EnumSet.allOf(DayOfWeek.class)));
        understands("nur werktags", days(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)));
        understands("from 9 to 5", hours(9, 17));
        understands("between 10am and 4pm", hours(10, 16));
        understands("zwischen 9 und 17 Uhr", hours(9, 17));
        understands("in the mornings", hours(8, 12));
        understands("in Berlin time", new Wish.Zone("Berlin"));
        understands("in their own time zone", new Wish.Set(new Plan.Settings(null, null, null, null, true, null,
                null)));
        understands("at most 100 mails a day", new Wish.Set(new Plan.Settings(null, null, null, null, null, 100,
                null)));
        understands("start on 2026-05-04 at 9:30", new Wish.Start(LocalDate.of(2026, 5, 4), LocalTime.of(9, 30)));
        understands("start next monday", new Wish.Start(LocalDate.of(2026, 4, 27), null));
    }

    @Test
    void everythingElse() {
        understands("send it from sales@cadenza.test", new Wish.From("sales@cadenza.test"));
        understands("call it \"Spring greetings\"", new Wish.Called("Spring greetings"));
        understands("use the template \"Welcome\" for the first mail", new Wish.Template("Welcome", 1));
        understands("use template Welcome", new Wish.Template("Welcome", null));
        understands("the subject of the first mail is \"Hello {{firstName|there}}\"",
                new Wish.Says(1, "Hello {{firstName|there}}", null));
        understands("let me review the first mail", new Wish.Review(ReviewMode.FIRST_STEP));
        understands("I want to review them all", new Wish.Review(ReviewMode.EVERY_STEP));
        understands("don't stop when they answer", new Wish.StopOnReply(false));
        understands("to everyone", new Wish.To(null, ""));
        understands("use the segment Warm leads", new Wish.To(Plan.AudienceKind.SEGMENT, "Warm leads"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create it", "Create the campaign.", "please create it now", "save it as a draft",
            "go ahead", "do it",
        "create", "leg sie an", "yes, create it"})
    void tellingToCreate(String words) {
        assertThat(grammar.read(words).wishes()).contains(Wish.Word.CREATE);
        assertThat(grammar.read(words).leftOver()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"launch it", "create it and launch it", "send it now", "start the campaign", "go live",
            "Starte die Kampagne"})
    void tellingToLaunch(String words) {
        assertThat(grammar.read(words).wishes()).contains(Wish.Word.LAUNCH);
        assertThat(grammar.read(words).leftOver()).isEmpty();
    }

    @Test
    void describingIsNotTelling() {
        assertThat(grammar.read("create a campaign with two mails to the list Partners").wishes())
                .doesNotContain(Wish.Word.CREATE, Wish.Word.LAUNCH);
        assertThat(grammar.read("send them three mails").wishes()).doesNotContain(Wish.Word.LAUNCH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            three mails, with confetti on top | confetti on top
            two mails a week apart and sing to them | sing
            bake a cake | bake a cake
            """)
    void whatIsNotUnderstoodIsSaid(String words, String leftOver) {
        assertThat(String.join(" ", grammar.read(words).leftOver())).contains(leftOver);
    }

    @Test
    void anyTextIsReadQuickly() {
        Random random = new Random(5);
        String[] pieces = {"a ", "after ", "the ", "second ", "mail ", "3 ", "days ", "\"", ", ", "on ", "to ",
                "monday ", "and ", "from ",
            "9", ":", "template ", "\u0001", "@", "ü", "<b>", "${x}", "everyone ", "list "};
        for (int round = 0; round < 60; round++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < AssistantDesk.MOST_CHARACTERS) {
                text.append(pieces[random.nextInt(round < 30 ? pieces.length : 3 + round % 8)]);
            }
            assertThat(grammar.read(text.toString()).wishes()).isNotNull();
        }
    }
}
