package dev.cadenza.assistant;

import dev.cadenza.campaign.ReviewMode;
import dev.cadenza.campaign.StepType;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Turns wishes into a plan, during one turn of a conversation. What can't be is said in {@link #remarks()}, what must
 * be known in {@link #question()}; the plan stays as it was then.
 */
final class Planning {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final int MOST_CHARACTERS = 20_000;
    private static final int MOST_NAME = 200;

    private final Names names;
    private final List<String> remarks = new ArrayList<>();
    private final Set<Wish.Word> words = EnumSet.noneOf(Wish.Word.class);
    private Plan plan;
    private @Nullable Question question;

    Planning(Names names, Plan plan) {
        this.names = names;
        this.plan = plan;
    }

    Plan plan() {
        return plan;
    }

    List<String> remarks() {
        return remarks;
    }

    @Nullable Question question() {
        return question;
    }

    /** What is to be said of the wishes until now, once. A question that a model may answer itself is one of it. */
    List<String> heard() {
        List<String> heard = new ArrayList<>(remarks);
        remarks.clear();
        if (question != null) {
            heard.add(AssistantReplies.asked(question, false));
            question = null;
        }
        return heard;
    }

    void with(List<Plan.Step> steps) {
        plan = plan.with(steps);
    }

    boolean said(Wish.Word word) {
        return words.contains(word);
    }

    void word(Wish.Word word) {
        words.add(word);
        if (word == Wish.Word.START_OVER) {
            plan = Plan.EMPTY;
        }
    }

    void remark(String sentence) {
        remarks.add(sentence);
    }

    void ask(Question asked) {
        if (question == null) {
            question = asked;
        }
    }

    void sequence(List<Wish.Item> items) {
        List<Plan.Step> steps = new ArrayList<>();
        for (Wish.Item item : items) {
            for (int i = 0; i < Math.min(item.count(), Plan.MOST_STEPS + 1); i++) {
                Plan.Step old = steps.size() < plan.steps().size() ? plan.steps().get(steps.size()) : null;
                Duration wait = i == 0 && item.after() != null ? item.after() : steps.isEmpty() ? null
                        : old != null && old.delay() != null ? old.delay() : plan.spacing();
                steps.add(old != null && old.channel() == item.channel() ? old.after(wait)
                        : Plan.Step.of(item.channel(), wait));
            }
        }
        if (items.stream().allMatch(item -> item.after() == null || inRange(item.after()))) {
            take(steps);
        }
    }

    void insert(Wish.Insert insert) {
        int at = place(insert);
        if (at < 0 || insert.item().after() != null && !inRange(insert.item().after())) {
            return;
        }
        List<Plan.Step> steps = new ArrayList<>(plan.steps());
        for (int i = 0; i < Math.min(insert.item().count(), Plan.MOST_STEPS + 1); i++) {
            Duration wait = insert.item().after() != null ? insert.item().after() : plan.spacing();
            steps.add(at + i, Plan.Step.of(insert.item().channel(), at + i == 0 ? null : wait));
        }
        if (at == 0 && steps.size() > insert.item().count() && steps.get(insert.item().count()).delay() == null) {
            steps.set(insert.item().count(), steps.get(insert.item().count()).after(plan.spacing()));
        }
        take(steps);
    }

    private int place(Wish.Insert insert) {
        int anchor;
        if (insert.anchorChannel() != null) {
            anchor = -1;
            for (int i = 0; i < plan.steps().size(); i++) {
                if (plan.steps().get(i).channel() == insert.anchorChannel() && (anchor < 0 || !insert.before())) {
                    anchor = i;
                }
            }
        } else {
            anchor = insert.anchor() == null ? plan.steps().size() - 1 : index(insert.anchor());
        }
        if (anchor < 0 && (insert.anchor() != null || insert.anchorChannel() != null)) {
            remark("There is no such message in the plan to put another one " + (insert.before() ? "before."
                    : "after."));
            return -1;
        }
        return insert.before() ? anchor : anchor + 1;
    }

    void remove(@Nullable Integer position, @Nullable StepType channel) {
        List<Plan.Step> steps = new ArrayList<>(plan.steps());
        if (position != null) {
            int at = index(position);
            if (at < 0) {
                remark("There is no message to remove at that place.");
                return;
            }
            steps.remove(at);
        } else if (!steps.removeIf(step -> step.channel() == channel)) {
            remark("The plan has no such message to remove.");
        }
        if (!steps.isEmpty()) {
            steps.set(0, steps.get(0).after(plan.steps().get(0).delay()));
        }
        plan = plan.with(steps);
    }

    void space(Duration apart) {
        if (inRange(apart)) {
            plan = plan.spaced(apart);
        }
    }

    void delay(int position, Duration wait) {
        int at = index(position);
        if (at < 0) {
            remark("There is no message at that place to wait for.");
        } else if (inRange(wait)) {
            plan = plan.changing(at, step -> step.after(wait));
        }
    }

    void to(Plan.@Nullable AudienceKind kind, String name) {
        if (name.isBlank()) {
            ask(new Question(Question.About.AUDIENCE, "A campaign goes to a list, a segment, or the people met at an "
                    + "event. Which one?",
                    names.like("")));
            return;
        }
        Names.Found found = names.audience(kind, name);
        if (found.one() != null) {
            to(found.one());
        } else if (found.others().isEmpty()) {
            ask(new Question(Question.About.AUDIENCE, "I found no list, segment or event called \"" + name
                    + "\". To whom does it go?", names.like(name)));
        } else {
            ask(new Question(Question.About.AUDIENCE, "There are several that \"" + name + "\" can mean. Which one?",
                    found.others()));
        }
    }

    void to(Question.Option option) {
        Plan.Audience audience = plan.audience();
        if (option.kind() != null && (audience == null || !audience.id().equals(option.id()))) {
            plan = plan.to(Plan.Audience.of(option.kind(), option.id(), option.name()));
        }
    }

    void set(Plan.Settings settings) {
        LocalTime from = settings.over(plan.settings()).sendWindowStart();
        LocalTime to = settings.over(plan.settings()).sendWindowEnd();
        if (settings.sendDays() != null && settings.sendDays().isEmpty()) {
            remark("No day would be left to send on, so I left the days as they were.");
        } else if (from != null && to != null && !from.isBefore(to)) {
            remark("Sending would end before it starts (" + from + " to " + to + "), so I left the hours as they "
                    + "were.");
        } else {
            plan = plan.with(settings);
        }
    }

    void notOn(Set<DayOfWeek> days) {
        Set<DayOfWeek> left = plan.settings().sendDays() != null ? new TreeSet<>(plan.settings().sendDays())
                : EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
        left.removeAll(days);
        set(new Plan.Settings(left, null, null, null, null, null, null));
    }

    void zone(String wanted) {
        names.zone(wanted).map(ZoneId::getId).ifPresentOrElse(zone -> plan = plan.with(
                new Plan.Settings(null, null, null, zone, null, null, null)), () -> remark("I know no time zone \""
                        + wanted + "\"; one is called Europe/Berlin, for example."));
    }

    void from(String wanted) {
        Names.Found found = names.sender(wanted);
        if (found.one() != null) {
            plan = plan.from(new Plan.Sender(found.one().id(), found.one().name()));
        } else {
            ask(new Question(Question.About.SENDER, found.others().isEmpty() ? "There is no active sender account \""
                    + wanted + "\". Who sends the mails?" : "Which account sends the mails?",
                    found.others().isEmpty() ? names.senders() : found.others()));
        }
    }

    void call(String name) {
        plan = plan.named(name.strip().substring(0, Math.min(name.strip().length(), MOST_NAME)));
    }

    void review(ReviewMode mode) {
        plan = plan.reviewed(mode);
    }

    void template(String name, @Nullable Integer position) {
        Names.Found found = names.template(name);
        if (found.one() == null) {
            ask(new Question(Question.About.TEMPLATE, found.others().isEmpty() ? "There is no template called \"" + name
                    + "\"." : "There are several templates that \"" + name + "\" can mean. Which one?",
                    found.others().isEmpty() ? names.templates() : found.others()));
            return;
        }
        Question.Option template = found.one();
        each(position, step -> step.withTemplate(template.id(), template.name()));
    }

    void say(@Nullable Integer position, @Nullable String subject, @Nullable String body) {
        if (subject != null && subject.length() > MOST_CHARACTERS || body != null && body.length() > MOST_CHARACTERS) {
            remark("That text is too long for a message.");
            return;
        }
        each(position, step -> step.saying(subject, body));
    }

    private void each(@Nullable Integer position, UnaryOperator<Plan.Step> change) {
        if (plan.steps().isEmpty() || position != null && index(position) < 0) {
            remark("There is no message in the plan to give that text to.");
        } else if (position != null) {
            plan = plan.changing(index(position), change);
        } else {
            plan = plan.with(plan.steps().stream().map(change).toList());
        }
    }

    /** Without an hour, when the day's sending begins. */
    void start(LocalDate day, @Nullable LocalTime time) {
        ZoneId zone = plan.settings().timezone() == null ? ZoneOffset.UTC : ZoneId.of(plan.settings().timezone());
        LocalTime from = plan.settings().sendWindowStart();
        plan = plan.startingAt(day.atTime(time != null ? time : from != null ? from : LocalTime.of(9, 0)).atZone(zone)
                .toInstant());
    }

    void stopOnReply(boolean stop) {
        remark(stop ? "Whoever answers gets nothing more; that is always so."
                : "A campaign always stops for whoever answers; I can't turn that off.");
    }

    private void take(List<Plan.Step> steps) {
        if (steps.size() > Plan.MOST_STEPS) {
            remark("I plan at most " + Plan.MOST_STEPS + " messages.");
        } else {
            plan = plan.with(steps);
        }
    }

    /** -1 where there is none. */
    private int index(int position) {
        int at = position == Wish.LAST ? plan.steps().size() - 1 : position - 1;
        return at >= 0 && at < plan.steps().size() ? at : -1;
    }

    private boolean inRange(Duration wait) {
        boolean fine = wait.compareTo(SHORTEST) >= 0 && wait.compareTo(LONGEST) <= 0;
        if (!fine) {
            remark("I can wait from a minute to a year between two messages, not " + Spoken.duration(wait) + ".");
        }
        return fine;
    }
}
