package dev.cadenza.assistant;

import dev.cadenza.campaign.ReviewMode;
import dev.cadenza.campaign.StepType;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation has come to: the campaign as it would be written, as far as it is known. What is null was not
 * spoken of.
 *
 * @param spacing the time between two messages that was asked for; those added later come after the same time
 */
record Plan(@Nullable String name, @Nullable Audience audience, List<Step> steps, @Nullable Duration spacing,
        Settings settings, @Nullable Sender sender, @Nullable ReviewMode reviewMode, @Nullable Instant scheduledAt) {

    static final int MOST_STEPS = 30;
    static final Plan EMPTY = new Plan(null, null, List.of(), null, Settings.UNTOUCHED, null, null, null);

    Plan {
        steps = steps == null ? List.of() : List.copyOf(steps);
        settings = settings == null ? Settings.UNTOUCHED : settings;
    }

    /** What an audience can be. */
    enum AudienceKind {
        LIST, SEGMENT, EVENT
    }

    /**
     * Whom the campaign goes to.
     *
     * @param listId the list that was made of an event when the campaign was written; null before, and for others
     */
    record Audience(AudienceKind kind, UUID id, String name, @Nullable UUID listId) {

        static Audience of(AudienceKind kind, UUID id, String name) {
            return new Audience(kind, id, name, null);
        }
    }

    /**
     * One message.
     *
     * @param delay the wait before it; null for none
     */
    record Step(StepType channel, @Nullable Duration delay, @Nullable UUID templateId, @Nullable String templateName,
            @Nullable String subject, @Nullable String body) {

        static Step of(StepType channel, @Nullable Duration delay) {
            return new Step(channel, delay, null, null, null, null);
        }

        Step after(@Nullable Duration wait) {
            return new Step(channel, wait, templateId, templateName, subject, body);
        }

        Step withTemplate(UUID id, String name) {
            return new Step(channel, delay, id, name, null, null);
        }

        Step saying(@Nullable String newSubject, @Nullable String newBody) {
            return new Step(channel, delay, templateId, templateName, newSubject != null ? newSubject : subject,
                    newBody != null ? newBody : body);
        }

        boolean hasText() {
            return templateId != null || body != null && (channel != StepType.EMAIL || subject != null);
        }
    }

    /** Who sends the mails. */
    record Sender(UUID id, String address) {
    }

    /** How it is sent; null leaves the setting of every new campaign. A daily limit of 0 is none. */
    record Settings(@Nullable Set<DayOfWeek> sendDays, @Nullable LocalTime sendWindowStart,
            @Nullable LocalTime sendWindowEnd, @Nullable String timezone, @Nullable Boolean leadTimezone,
            @Nullable Integer dailyLimit, @Nullable Boolean consentRequired) {

        static final Settings UNTOUCHED = new Settings(null, null, null, null, null, null, null);

        /** These, and where one of these is null, what stands in the other. */
        Settings over(Settings old) {
            return new Settings(sendDays != null ? sendDays : old.sendDays,
                    sendWindowStart != null ? sendWindowStart : old.sendWindowStart,
                    sendWindowEnd != null ? sendWindowEnd : old.sendWindowEnd,
                    timezone != null ? timezone : old.timezone,
                    leadTimezone != null ? leadTimezone : old.leadTimezone,
                    dailyLimit != null ? dailyLimit : old.dailyLimit,
                    consentRequired != null ? consentRequired : old.consentRequired);
        }
    }

    Plan named(String newName) {
        return new Plan(newName, audience, steps, spacing, settings, sender, reviewMode, scheduledAt);
    }

    Plan to(@Nullable Audience newAudience) {
        return new Plan(name, newAudience, steps, spacing, settings, sender, reviewMode, scheduledAt);
    }

    Plan with(List<Step> newSteps) {
        return new Plan(name, audience, newSteps, spacing, settings, sender, reviewMode, scheduledAt);
    }

    Plan with(Settings change) {
        return new Plan(name, audience, steps, spacing, change.over(settings), sender, reviewMode, scheduledAt);
    }

    Plan from(@Nullable Sender newSender) {
        return new Plan(name, audience, steps, spacing, settings, newSender, reviewMode, scheduledAt);
    }

    Plan reviewed(ReviewMode mode) {
        return new Plan(name, audience, steps, spacing, settings, sender, mode, scheduledAt);
    }

    Plan startingAt(Instant at) {
        return new Plan(name, audience, steps, spacing, settings, sender, reviewMode, at);
    }

    /** Every message but the first comes so long after the one before it. */
    Plan spaced(Duration apart) {
        List<Step> spaced = new ArrayList<>();
        for (Step step : steps) {
            spaced.add(spaced.isEmpty() ? step : step.after(apart));
        }
        return new Plan(name, audience, spaced, apart, settings, sender, reviewMode, scheduledAt);
    }

    Plan changing(int index, UnaryOperator<Step> change) {
        List<Step> changed = new ArrayList<>(steps);
        changed.set(index, change.apply(changed.get(index)));
        return with(changed);
    }

    /** A name for a campaign that nobody named. */
    String title() {
        if (name != null) {
            return name;
        }
        String to = audience == null ? "" : " to " + audience.name();
        return (steps.size() == 1 ? "1 message" : steps.size() + " messages") + to;
    }
}
