package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.consent.Consent.Source;
import dev.cadenza.consent.OptIn.Status;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.message.AloneMessage;
import dev.cadenza.message.Outbox;
import dev.cadenza.message.Sender;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.message.Suppressions;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.util.HtmlUtils;

/** Asks leads by mail whether they want to be written to, and takes their answers. */
@Component
@Transactional
class OptIns {

    private final OptInRows rows;
    private final OptInLinks links;
    private final OptInSettings settings;
    private final LeadProfiles leads;
    private final SenderAccounts senders;
    private final Suppressions suppressions;
    private final Consents consents;
    private final Outbox outbox;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    OptIns(OptInRows rows, OptInLinks links, OptInSettings settings, LeadProfiles leads, SenderAccounts senders,
            Suppressions suppressions, Consents consents, Outbox outbox,
            ApplicationEventPublisher events, Clock clock) {
        this.rows = rows;
        this.links = links;
        this.settings = settings;
        this.leads = leads;
        this.senders = senders;
        this.suppressions = suppressions;
        this.consents = consents;
        this.outbox = outbox;
        this.events = events;
        this.clock = clock;
    }

    /**
     * @param senderAccountId who asks; where it is null, the only active account
     * @param valid how long the link can be followed; null for the installation's setting
     */
    record Question(UUID leadId, ChannelType channel, @Nullable UUID senderAccountId, @Nullable Duration valid,
            @Nullable String askedBy) {
    }

    /** Asks, by starting the process. @throws Conflict where it is asked already, or the address gets nothing more */
    UUID ask(Question question) {
        UUID id = open(question);
        events.publishEvent(new OptInEvents.Opened(id));
        return id;
    }

    /** Notes the question; the process that runs already sends it. */
    UUID open(Question question) {
        LeadProfile lead = leads.find(question.leadId()).orElseThrow(() -> new NotFound("lead", question.leadId()));
        String address = lead.email();
        if (address == null) {
            throw new Rejected(FieldError.of("leadId", "no-address", "The lead has no e-mail address to ask at."));
        }
        if (suppressions.contains(ChannelType.EMAIL, address)) {
            throw new Conflict("suppressed", "This address gets nothing more, not even a question.");
        }
        if (rows.open(question.leadId(), question.channel()).isPresent()) {
            throw new Conflict("asked-already", "The lead was asked and may still answer.");
        }
        Duration valid = question.valid() == null ? settings.valid() : question.valid();
        if (valid.isNegative() || valid.isZero() || valid.compareTo(Duration.ofDays(365)) > 0) {
            throw new Rejected(FieldError.of("valid", "out-of-range", "A link is valid for up to a year."));
        }
        Instant now = clock.instant();
        OptIn optIn = new OptIn(Ids.next(), lead.id(), question.channel(), address, sender(question.senderAccountId()),
                Status.ASKED, null, null, question.askedBy(), now, now.plus(valid), null, null);
        rows.insert(optIn);
        return optIn.id();
    }

    private UUID sender(@Nullable UUID wanted) {
        if (wanted != null) {
            Sender sender = senders.requireActive(wanted, "senderAccountId");
            if (sender.channel() != ChannelType.EMAIL) {
                throw new Rejected(FieldError.of("senderAccountId", "no-mail", sender.label() + " sends no mails."));
            }
            return sender.id();
        }
        List<Sender> active = senders.activeMailAccounts(2);
        if (active.size() != 1) {
            throw new Rejected(FieldError.of("senderAccountId", "required",
                    active.isEmpty() ? "There is no sender account." : "Say which sender account asks."));
        }
        return active.get(0).id();
    }

    /** Queues the mail that asks. @return until when it can be answered */
    Instant send(UUID id, String processInstanceId) {
        OptIn optIn = rows.lock(id);
        Sender sender = senders.requireActive(optIn.senderAccountId(), "senderAccountId");
        String name = sender.displayName() == null ? sender.email() : sender.displayName();
        String link = links.link(id);
        UUID message = outbox.sendAlone(new AloneMessage(ChannelType.EMAIL, sender.id(), optIn.address(),
                optIn.leadId(), "Please confirm: may we write to you?", """
                <p>Hello,</p>
                <p>somebody, we hope it was you, asked %s to write to this address. We do so only if you confirm it:</p>
                <p><a href="%s">Yes, write to me</a></p>
                <p>If it was not you, do nothing. You will hear nothing more of this.</p>
                """.formatted(HtmlUtils.htmlEscape(name), link), """
                Hello,

                somebody, we hope it was you, asked %s to write to this address. We do so only if you confirm it:

                %s

                If it was not you, do nothing. You will hear nothing more of this.
                """.formatted(name, link)));
        rows.asked(id, processInstanceId, message);
        return optIn.expiresAt();
    }

    /** Where an opt-in that a link names stands now; one whose time is over is EXPIRED. */
    @Transactional(readOnly = true)
    public Optional<OptIn> at(String token) {
        return links.read(token).flatMap(rows::find).map(this::timed);
    }

    private OptIn timed(OptIn optIn) {
        boolean over = optIn.status() == Status.ASKED && !clock.instant().isBefore(optIn.expiresAt());
        return !over ? optIn : new OptIn(optIn.id(), optIn.leadId(), optIn.channel(), optIn.address(),
                optIn.senderAccountId(), Status.EXPIRED, optIn.processInstanceId(), optIn.messageId(), optIn.askedBy(),
                optIn.askedAt(), optIn.expiresAt(), null, null);
    }

    /**
     * Takes a yes, once however often it is said.
     *
     * @param agent the browser that said it, for the evidence
     * @return empty where the link is none of ours
     */
    public Optional<OptIn> confirm(String token, @Nullable String agent) {
        Optional<UUID> id = links.read(token).filter(known -> rows.find(known).isPresent());
        return id.map(known -> {
            OptIn optIn = timed(rows.lock(known));
            if (optIn.status() == Status.ASKED) {
                Instant now = clock.instant();
                String browser = agent == null ? "" : " Browser: " + agent.replace('\0', ' ').strip();
                rows.confirmed(known, now, ("Followed the link in mail " + optIn.messageId() + " and said yes."
                        + browser.substring(0, Math.min(browser.length(), 300))));
                String instance = optIn.processInstanceId();
                if (instance != null) {
                    events.publishEvent(new OptInEvents.Confirmed(known, instance));
                }
                record(known);
            }
            return timed(rows.lock(known));
        });
    }

    /** Writes the consent into the ledger, once: by the process, or by the answer where no process runs any more. */
    void record(UUID id) {
        OptIn optIn = rows.lock(id);
        UUID consent = Ids.next();
        if (optIn.status() == Status.CONFIRMED && rows.recorded(id, consent)) {
            Instant at = optIn.confirmedAt() == null ? clock.instant() : optIn.confirmedAt();
            consents.record(optIn.leadId(), optIn.channel(), Consent.Status.GRANTED, Source.DOUBLE_OPT_IN,
                    optIn.evidence(), null, at);
        }
    }

    void expire(UUID id) {
        rows.expired(id);
    }

    @Transactional(readOnly = true)
    public OptIn get(UUID id) {
        return rows.find(id).orElseThrow(() -> new NotFound("opt-in", id));
    }

    @Transactional(readOnly = true)
    public List<OptIn> of(UUID leadId) {
        return rows.of(leadId);
    }
}
