package dev.cadenza.draft;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.SmsText;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps templates, and shows what they become for a lead. */
@Component
class Templates {

    private final TemplateRows rows;
    private final TemplateVariables variables;
    private final LeadProfiles leads;
    private final Letters letters;
    private final ActivityLog activity;
    private final Clock clock;

    Templates(TemplateRows rows, TemplateVariables variables, LeadProfiles leads, Letters letters, ActivityLog activity,
            Clock clock) {
        this.rows = rows;
        this.variables = variables;
        this.leads = leads;
        this.letters = letters;
        this.activity = activity;
        this.clock = clock;
    }

    /**
     * @param channel EMAIL where it is left out
     * @param version the version that the change is made to; null for whichever is there
     */
    record Change(@Nullable String name, @Nullable String description, @Nullable String channel,
            @Nullable String subject, @Nullable String body, @Nullable Boolean active, @Nullable Integer version) {
    }

    /**
     * @param missing variables that the lead has no value for and the template no fallback
     * @param sms what the text costs as an SMS; null for other channels
     * @param obstacle why a draft with it would not be sent without a review; null where it would
     */
    record Preview(@Nullable String subject, String html, String text, List<String> missing,
            @Nullable String obstacle, @Nullable SmsText sms) {
    }

    @Transactional(readOnly = true)
    Page<Template> list(@Nullable String words, PageQuery page) {
        return rows.search(Texts.likeAnywhere(words), PageRequest.of(page.page(), page.size()));
    }

    @Transactional(readOnly = true)
    Template get(UUID id) {
        return rows.findById(id).orElseThrow(() -> new NotFound("template", id));
    }

    @Transactional
    Template create(Change change) {
        UUID id = Ids.next();
        Template template = save(new Template(id, checked(change, id), clock.instant()));
        activity.record(Action.EMAIL_TEMPLATE_CREATED, id, Map.of("name", template.view().name()));
        return template;
    }

    @Transactional
    Template change(UUID id, Change change) {
        Template template = get(id);
        if (change.version() != null && change.version() != template.version()) {
            throw new Conflict("changed-meanwhile",
                    "Somebody else changed this template at the same time. Read it again and repeat the change.");
        }
        template.change(checked(change, id), clock.instant());
        activity.record(Action.EMAIL_TEMPLATE_UPDATED, id, Map.of("name", template.view().name()));
        return save(template);
    }

    @Transactional
    void delete(UUID id) {
        Template template = get(id);
        rows.delete(template);
        activity.record(Action.EMAIL_TEMPLATE_DELETED, id, Map.of("name", template.view().name()));
    }

    /** What the text becomes for the lead. */
    Preview preview(ChannelType channel, @Nullable String title, @Nullable String body, @Nullable UUID leadId) {
        String subject = subjectOf(channel, title);
        List<FieldError> errors = new ArrayList<>();
        String text = body == null ? "" : body;
        Texts.clean("subject", subject, Integer.MAX_VALUE, errors);
        Texts.clean("body", text, Integer.MAX_VALUE, errors);
        LeadProfile lead = leadId == null ? null : leads.find(leadId).orElse(null);
        if (lead == null) {
            errors.add(leadId == null ? FieldError.required("leadId")
                    : FieldError.of("leadId", "unknown", "There is no lead " + leadId + "."));
        }
        if (errors.isEmpty()) {
            variables.check(subject, text).forEach(fault -> errors.add(fault.asFieldError()));
        }
        if (!errors.isEmpty() || lead == null) {
            throw new Rejected(errors);
        }
        Letter.Rendered rendered = letters.of(subject, text).render(lead.variables());
        String plain = PlainText.of(rendered.body());
        return new Preview(rendered.subject(), rendered.body(), plain, rendered.missing(), rendered.obstacle(),
                channel == ChannelType.SMS ? SmsText.of(plain) : null);
    }

    private static ChannelType channel(@Nullable String given, List<FieldError> errors) {
        Optional<ChannelType> channel = given == null ? Optional.of(ChannelType.EMAIL)
                : Arrays.stream(ChannelType.values()).filter(type -> type.name().equals(given)).findFirst();
        if (channel.isEmpty()) {
            errors.add(FieldError.of("channel", "unknown", "There is no channel '" + given + "'. There are: "
                    + Arrays.toString(ChannelType.values()) + "."));
        }
        return channel.orElse(ChannelType.EMAIL);
    }

    /** Mails must have one, notifications may have one, and other channels know none. */
    private static @Nullable String subjectOf(ChannelType channel, @Nullable String subject) {
        boolean given = subject != null && !subject.isBlank();
        return channel == ChannelType.EMAIL ? subject : channel == ChannelType.PUSH && given ? subject : null;
    }

    private Template save(Template template) {
        try {
            return rows.saveAndFlush(template);
        } catch (DataIntegrityViolationException sameNameMeanwhile) {
            throw new Rejected(taken());
        }
    }

    private TemplateContent checked(Change change, UUID id) {
        List<FieldError> errors = new ArrayList<>();
        String name = Texts.clean("name", change.name(), 200, errors);
        if (name != null && !dev.cadenza.lead.PlainText.singleLine(name)) {
            errors.add(FieldError.of("name", "line-break", "The name must be one line."));
        }
        String description = Texts.clean("description", change.description(), 2_000, errors);
        @Nullable String subject = change.subject() == null ? "" : change.subject();
        String body = change.body() == null ? "" : change.body();
        Texts.clean("subject", subject, Integer.MAX_VALUE, errors);
        Texts.clean("body", body, Integer.MAX_VALUE, errors);
        if (name == null && errors.stream().noneMatch(error -> error.field().equals("name"))) {
            errors.add(FieldError.required("name"));
        }
        ChannelType channel = channel(change.channel(), errors);
        subject = subjectOf(channel, subject);
        if (errors.isEmpty()) {
            variables.check(subject, body).forEach(fault -> errors.add(fault.asFieldError()));
        }
        if (name != null && rows.isTaken(name, id)) {
            errors.add(taken());
        }
        if (!errors.isEmpty() || name == null) {
            throw new Rejected(errors);
        }
        LetterCompiler.Outcome outcome = LetterCompiler.compile(subject, body);
        return new TemplateContent(name, description, channel, subject == null ? null : subject.strip(), outcome.body(),
                outcome.variables(), change.active() == null || change.active());
    }

    private static FieldError taken() {
        return FieldError.of("name", "taken", "There is a template of this name already.");
    }
}
