package dev.cadenza.compiler;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each kind of step must say. Templates and conditions are checked by those who know their languages. */
final class ContentRules implements Step.Visitor<Void> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(3653);
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int MAX_WAYS = 20;

    private final Faults faults;

    ContentRules(Faults faults) {
        this.faults = faults;
    }

    @Override
    public Void send(Step.Send step) {
        named(step);
        require(step, step.channel(), "channel-missing", "does not say by which channel it sends");
        require(step, step.body(), "body-missing", "has no text to send");
        require(step, step.draftType(), "draft-type-missing",
                "does not say whether it is a first message or a follow-up");
        if ("EMAIL".equals(step.channel())) {
            require(step, step.subject(), "subject-missing", "has no subject");
        }
        if (step.subject() != null && NameRules.unprintable(step.subject())) {
            fault(step, "subject-unprintable", "has a line break or another character that can't be shown in its "
                    + "subject");
        }
        return null;
    }

    @Override
    public Void review(Step.Review step) {
        return named(step);
    }

    @Override
    public Void pause(Step.Wait step) {
        named(step);
        Duration duration = step.duration();
        if (duration == null) {
            fault(step, "duration-missing", "does not say how long to wait");
        } else if (duration.compareTo(SHORTEST) < 0) {
            fault(step, "duration-not-positive", "must wait at least one second");
        } else if (duration.compareTo(LONGEST) > 0) {
            fault(step, "duration-too-long", "waits longer than ten years");
        }
        return null;
    }

    @Override
    public Void waitUntil(Step.WaitUntil step) {
        named(step);
        if (step.until() == null) {
            fault(step, "until-missing", "does not say until when to wait");
        } else if (step.until().isBefore(EARLIEST) || !step.until().isBefore(LATEST)) {
            fault(step, "until-out-of-range", "must wait until a time between the years 2000 and 2199");
        }
        return null;
    }

    @Override
    public Void branch(Step.Branch step) {
        named(step);
        if (step.ways().isEmpty()) {
            fault(step, "branch-without-ways", "has no way but \"Otherwise\", so there is nothing to decide");
        }
        ways(step, step.ways().stream().map(Step.Way::name).toList());
        for (Step.Way way : step.ways()) {
            require(step, way.condition(), "condition-missing",
                    "does not say who goes the way " + Faults.quote(way.name()));
        }
        return null;
    }

    @Override
    public Void split(Step.Split step) {
        named(step);
        if (step.shares().size() < 2) {
            fault(step, "split-without-shares", "needs at least two shares");
        }
        ways(step, step.shares().stream().map(Step.Share::name).toList());
        for (Step.Share share : step.shares()) {
            if (share.percent() < 1 || share.percent() > 99) {
                fault(step, "share-out-of-range", "gives the share " + Faults.quote(share.name()) + " "
                        + share.percent() + " %; from 1 to 99 is possible");
            }
        }
        long sum = step.shares().stream().mapToLong(Step.Share::percent).sum();
        if (sum != 100 && step.shares().size() > 1) {
            fault(step, "shares-sum", "divides " + sum + " %; its shares must add up to 100 %");
        }
        return null;
    }

    @Override
    public Void waitUntilTime(Step.WaitUntilTime step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void waitFor(Step.WaitFor step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void updateLead(Step.UpdateLead step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void score(Step.Score step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void changeList(Step.ChangeList step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void enrich(Step.Enrich step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void callWebhook(Step.CallWebhook step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void humanTask(Step.HumanTask step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void startJourney(Step.StartJourney step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void goal(Step.Goal step) {
        throw new UnsupportedOperationException("still to come");
    }

    @Override
    public Void end(Step.End step) {
        return named(step);
    }

    private Void named(Step step) {
        NameRules.check("step " + Faults.quote(step.id()), step.name(), (code, text) -> faults.step(step, code, text));
        return null;
    }

    private void ways(Step step, List<String> names) {
        if (names.size() > MAX_WAYS) {
            fault(step, "too-many-ways", "has " + names.size() + " ways; " + MAX_WAYS + " is the most");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            NameRules.check("way " + Faults.quote(name) + " of the step " + Faults.label(step), name,
                    (code, text) -> faults.step(step, "way-" + code, text));
            if (!Faults.blank(name) && !seen.add(name)) {
                fault(step, "way-duplicate", "has several ways with the name " + Faults.quote(name));
            }
        }
    }

    private void require(Step step, @Nullable String text, String code, String sentence) {
        if (Faults.blank(text)) {
            fault(step, code, sentence);
        }
    }

    private void fault(Step step, String code, String sentence) {
        faults.step(step, code, "The step " + Faults.label(step) + " " + sentence + ".");
    }
}
