package dev.cadenza.compiler;

import java.time.Instant;

/** What each kind of step must say. Templates and conditions are checked by those who know their languages. */
final class ContentRules implements Step.Visitor<Void> {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    private final StepFaults faults;
    private final ActionRules actions;
    private final WaitRules waits;

    ContentRules(Faults faults) {
        this.faults = new StepFaults(faults);
        this.actions = new ActionRules(this.faults);
        this.waits = new WaitRules(this.faults);
    }

    @Override
    public Void send(Step.Send step) {
        named(step);
        faults.require(step, step.channel(), "channel-missing", "does not say by which channel it sends");
        faults.require(step, step.body(), "body-missing", "has no text to send");
        faults.require(step, step.draftType(), "draft-type-missing",
                "does not say whether it is a first message or a follow-up");
        if ("EMAIL".equals(step.channel())) {
            faults.require(step, step.subject(), "subject-missing", "has no subject");
        }
        if (step.subject() != null && NameRules.unprintable(step.subject())) {
            faults.fault(step, "subject-unprintable", "has a line break or another character that can't be shown in its "
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
        faults.duration(step, step.duration());
        return null;
    }

    @Override
    public Void waitUntil(Step.WaitUntil step) {
        named(step);
        if (step.until() == null) {
            faults.fault(step, "until-missing", "does not say until when to wait");
        } else if (step.until().isBefore(EARLIEST) || !step.until().isBefore(LATEST)) {
            faults.fault(step, "until-out-of-range", "must wait until a time between the years 2000 and 2199");
        }
        return null;
    }

    @Override
    public Void branch(Step.Branch step) {
        named(step);
        if (step.ways().isEmpty()) {
            faults.fault(step, "branch-without-ways", "has no way but \"Otherwise\", so there is nothing to decide");
        }
        faults.ways(step, step.ways().stream().map(Step.Way::name).toList());
        for (Step.Way way : step.ways()) {
            faults.require(step, way.condition(), "condition-missing",
                    "does not say who goes the way " + Faults.quote(way.name()));
        }
        return null;
    }

    @Override
    public Void split(Step.Split step) {
        named(step);
        if (step.shares().size() < 2) {
            faults.fault(step, "split-without-shares", "needs at least two shares");
        }
        faults.ways(step, step.shares().stream().map(Step.Share::name).toList());
        for (Step.Share share : step.shares()) {
            if (share.percent() < 1 || share.percent() > 99) {
                faults.fault(step, "share-out-of-range", "gives the share " + Faults.quote(share.name()) + " "
                        + share.percent() + " %; from 1 to 99 is possible");
            }
        }
        long sum = step.shares().stream().mapToLong(Step.Share::percent).sum();
        if (sum != 100 && step.shares().size() > 1) {
            faults.fault(step, "shares-sum", "divides " + sum + " %; its shares must add up to 100 %");
        }
        return null;
    }

    @Override
    public Void waitUntilTime(Step.WaitUntilTime step) {
        named(step);
        waits.untilTime(step);
        return null;
    }

    @Override
    public Void waitFor(Step.WaitFor step) {
        named(step);
        waits.waitFor(step);
        return null;
    }

    @Override
    public Void updateLead(Step.UpdateLead step) {
        named(step);
        actions.updateLead(step);
        return null;
    }

    @Override
    public Void score(Step.Score step) {
        named(step);
        actions.score(step);
        return null;
    }

    @Override
    public Void changeList(Step.ChangeList step) {
        named(step);
        actions.changeList(step);
        return null;
    }

    @Override
    public Void enrich(Step.Enrich step) {
        named(step);
        actions.enrich(step);
        return null;
    }

    @Override
    public Void callWebhook(Step.CallWebhook step) {
        named(step);
        actions.callWebhook(step);
        return null;
    }

    @Override
    public Void humanTask(Step.HumanTask step) {
        named(step);
        new TaskRules(faults).check(step);
        return null;
    }

    @Override
    public Void startJourney(Step.StartJourney step) {
        named(step);
        actions.startJourney(step);
        return null;
    }

    @Override
    public Void goal(Step.Goal step) {
        named(step);
        waits.goal(step);
        return null;
    }

    @Override
    public Void end(Step.End step) {
        return named(step);
    }

    private Void named(Step step) {
        faults.named(step);
        return null;
    }
}
