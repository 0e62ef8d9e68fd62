package dev.cadenza.campaign;

import dev.cadenza.audience.Audiences;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.draft.TemplateTexts;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Checks what was sent, and completes it with what the campaign has already. */
@Component
class CampaignInput {

    private static final int MAX_STEPS = 100;
    private static final int MAX_NAME = 200;
    private static final int MAX_BRIEF = 8_000;

    private final Audiences audiences;
    private final SenderAccounts senders;
    private final TemplateTexts templates;

    CampaignInput(Audiences audiences, SenderAccounts senders, TemplateTexts templates) {
        this.audiences = audiences;
        this.senders = senders;
        this.templates = templates;
    }

    record Checked(Campaign.Content content, List<CampaignStep> steps, CampaignSettings settings) {
    }

    Checked check(Campaign campaign, CampaignSettings current, CampaignViews.Write write) {
        List<FieldError> errors = new ArrayList<>();
        Campaign.Content content = content(campaign, write, errors);
        List<CampaignStep> steps = write.steps() == null ? List.of() : steps(write.steps(), errors);
        CampaignSettings settings = write.settings() == null ? current
                : settings(current, write.settings(), errors);
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return new Checked(content, steps, settings);
    }

    private Campaign.Content content(Campaign old, CampaignViews.Write write, List<FieldError> errors) {
        String name = Objects.requireNonNullElse(write.name(), old.name()).strip();
        if (name.isEmpty()) {
            errors.add(FieldError.required("name"));
        } else if (name.length() > MAX_NAME) {
            errors.add(FieldError.of("name", "too-long", "A name has at most " + MAX_NAME + " characters."));
        }
        UUID list = write.listId() != null ? write.listId() : old.listId();
        UUID segment = write.segmentId() != null ? write.segmentId() : old.segmentId();
        collect(errors, () -> {
            if (list != null || segment != null) {
                audiences.requireExists(list, segment);
            }
        });
        UUID sender = write.senderAccountId() != null ? write.senderAccountId() : old.senderAccountId();
        if (sender != null && senders.find(sender).isEmpty()) {
            errors.add(FieldError.of("senderAccountId", "unknown", "There is no sender account " + sender + "."));
        }
        return new Campaign.Content(name, write.description() != null ? write.description() : old.description(),
                list, segment, sender, write.reviewMode() != null ? write.reviewMode() : old.reviewMode(),
                write.scheduledAt() != null ? write.scheduledAt() : old.scheduledAt(), brief(old, write, errors));
    }

    private static @Nullable String brief(Campaign old, CampaignViews.Write write, List<FieldError> errors) {
        if (write.brief() == null) {
            return old.brief();
        }
        if (write.brief().length() > MAX_BRIEF) {
            errors.add(FieldError.of("brief", "too-long", "A brief has at most " + MAX_BRIEF + " characters."));
        } else if (!dev.cadenza.lead.PlainText.storable(write.brief())) {
            errors.add(FieldError.of("brief", "invalid", "The text holds characters that can't be stored."));
        }
        return write.brief().isBlank() ? null : write.brief().strip();
    }

    private List<CampaignStep> steps(List<CampaignViews.StepWrite> written, List<FieldError> errors) {
        if (written.size() > MAX_STEPS) {
            errors.add(FieldError.of("steps", "too-many", "A campaign has at most " + MAX_STEPS + " steps."));
            return List.of();
        }
        List<CampaignStep> steps = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            CampaignStep step = step(i, written.get(i), errors);
            if (step != null) {
                steps.add(step);
            }
        }
        return steps;
    }

    private @Nullable CampaignStep step(int index, CampaignViews.StepWrite write, List<FieldError> errors) {
        String field = "steps[" + index + "].";
        if (write.type() == null) {
            errors.add(FieldError.required(field + "type"));
            return null;
        }
        if (write.type() == StepType.DELAY && write.delay() == null) {
            errors.add(FieldError.required(field + "delay"));
        }
        if (write.delay() != null && (write.delay().isNegative() || write.delay().isZero())) {
            errors.add(FieldError.of(field + "delay", "out-of-range", "A delay must be longer than nothing."));
        }
        if (write.templateId() != null && templates.find(write.templateId()).isEmpty()) {
            errors.add(FieldError.of(field + "templateId", "unknown",
                    "There is no template " + write.templateId() + "."));
        }
        channel(write.channelId(), field + "channelId", errors);
        if (write.fallback() != null) {
            channel(write.fallback().channelId(), field + "fallback.channelId", errors);
        }
        fallback(write, field, errors);
        content(write, field, errors);
        return new CampaignStep(Ids.next(), index, write.type(), write.name(), write.templateId(),
                write.subject(), write.body() == null ? null : TemplateTexts.stored(write.body()), write.delay(),
                write.channelId(), write.fallback(), write.content());
    }

    private void channel(@Nullable UUID channelId, String field, List<FieldError> errors) {
        if (channelId != null && senders.find(channelId).filter(s -> s.channel() != ChannelType.EMAIL).isEmpty()) {
            errors.add(FieldError.of(field, "unknown", "There is no channel " + channelId
                    + " for texts. Mails go through the campaign's sender account."));
        }
    }

    private static void fallback(CampaignViews.StepWrite write, String field, List<FieldError> errors) {
        StepFallback fallback = write.fallback();
        if (fallback == null) {
            return;
        }
        if (fallback.type() == null) {
            errors.add(FieldError.required(field + "fallback.type"));
        } else if (write.type() == null || write.type().channel() == null || write.type().channel() == fallback.type()) {
            errors.add(FieldError.of(field + "fallback.type", "invalid",
                    "A message falls back to another channel than its own, and a delay to none."));
        }
    }

    private static void content(CampaignViews.StepWrite write, String field, List<FieldError> errors) {
        StepContent content = write.content();
        if (content == null) {
            return;
        }
        boolean whatsApp = write.type() == StepType.WHATSAPP
                || write.fallback() != null && write.fallback().type() == ChannelType.WHATSAPP;
        if (!whatsApp) {
            errors.add(FieldError.of(field + "content", "invalid", "Approved texts are for WhatsApp."));
        } else if (content.sid() == null || !content.sid().matches("HX[0-9a-zA-Z]{1,64}")) {
            errors.add(FieldError.of(field + "content.sid", "invalid",
                    "The id of an approved text begins with HX."));
        }
        Map<String, String> variables = content.variables() == null ? Map.of() : content.variables();
        boolean malformed = variables.size() > 100 || variables.entrySet().stream().anyMatch(place ->
                !place.getKey().matches("[A-Za-z0-9_]{1,50}") || place.getValue() == null || place.getValue().isBlank()
                        || place.getValue().length() > 500 || place.getValue().indexOf('\0') >= 0);
        if (malformed) {
            errors.add(FieldError.of(field + "content.variables", "invalid", "Each place of an approved text has a "
                    + "name such as 1 and a text of at most 500 characters."));
        }
    }

    private static CampaignSettings settings(CampaignSettings old, CampaignViews.SettingsWrite write,
            List<FieldError> errors) {
        ZoneId zone = old.timezone();
        if (write.timezone() != null) {
            try {
                zone = ZoneId.of(write.timezone());
            } catch (DateTimeException unknown) {
                errors.add(FieldError.of("settings.timezone", "unknown",
                        "'" + write.timezone() + "' is not a timezone such as Europe/Berlin."));
            }
        }
        CampaignSettings settings = new CampaignSettings(
                or(write.sendWindowStart(), old.sendWindowStart()), or(write.sendWindowEnd(), old.sendWindowEnd()),
                or(write.sendDays(), old.sendDays()), zone, or(write.leadTimezone(), old.leadTimezone()),
                write.dailyLimit() == null ? old.dailyLimit() : write.dailyLimit() == 0 ? null
                        : write.dailyLimit(),
                or(write.delayBetweenEmailsSeconds(), old.delayBetweenEmailsSeconds()),
                or(write.cohortSize(), old.cohortSize()), or(write.enrollAdded(), old.enrollAdded()),
                or(write.rejectedLeads(), old.rejectedLeads()), or(write.trackOpens(), old.trackOpens()),
                or(write.trackClicks(), old.trackClicks()),
                or(write.consentRequired(), old.consentRequired()), or(write.exportAtEnd(), old.exportAtEnd()));
        ranges(settings, errors);
        return settings;
    }

    private static void ranges(CampaignSettings settings, List<FieldError> errors) {
        if (!settings.sendWindowStart().isBefore(settings.sendWindowEnd())) {
            errors.add(FieldError.of("settings.sendWindowEnd", "out-of-range",
                    "The send window must end after it starts."));
        }
        if (settings.sendDays().isEmpty()) {
            errors.add(FieldError.of("settings.sendDays", "required", "Choose at least one day to send on."));
        }
        if (settings.dailyLimit() != null && settings.dailyLimit() < 0) {
            errors.add(FieldError.of("settings.dailyLimit", "out-of-range",
                    "The daily limit must be 1 or more, or 0 for none."));
        }
        if (settings.delayBetweenEmailsSeconds() < 0 || settings.delayBetweenEmailsSeconds() > 86_400) {
            errors.add(FieldError.of("settings.delayBetweenEmailsSeconds", "out-of-range",
                    "The delay between two mails must be from 0 to 86400 seconds."));
        }
        if (settings.cohortSize() < 1 || settings.cohortSize() > 500) {
            errors.add(FieldError.of("settings.cohortSize", "out-of-range",
                    "The cohort size must be from 1 to 500."));
        }
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    private static void collect(List<FieldError> errors, Runnable check) {
        try {
            check.run();
        } catch (Rejected rejected) {
            errors.addAll(rejected.errors());
        }
    }
}
