package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.consent.Consent.Source;
import dev.cadenza.consent.Consent.Status;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.lead.LeadProfiles;
import dev.cadenza.message.ContactPoints;
import dev.cadenza.message.MessageEvents;
import dev.cadenza.message.Suppressions;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down what people said about being written to, and lets a withdrawal take effect at once. */
@Component
@Transactional
class ConsentDesk {

    private final Consents consents;
    private final LeadProfiles leads;
    private final ContactPoints contacts;
    private final Suppressions suppressions;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ConsentDesk(Consents consents, LeadProfiles leads, ContactPoints contacts, Suppressions suppressions,
            ApplicationEventPublisher events, Clock clock) {
        this.consents = consents;
        this.leads = leads;
        this.contacts = contacts;
        this.suppressions = suppressions;
        this.events = events;
        this.clock = clock;
    }

    /** Everything known about a lead's consents. @throws NotFound where there is no such lead */
    ConsentController.OfLead of(UUID leadId) {
        lead(leadId);
        return new ConsentController.OfLead(consents.current(leadId), consents.ledger(leadId));
    }

    /**
     * Adds an entry. A withdrawal suppresses the lead's address on this channel and ends what runs for it.
     *
     * @throws Conflict where a consent is granted for an address that gets nothing more
     */
    UUID record(UUID leadId, ChannelType channel, Status status, @Nullable String evidence, @Nullable Instant said) {
        lead(leadId);
        Instant at = time(said);
        List<String> addresses = contacts.all(channel, leadId);
        if (status == Status.GRANTED && addresses.stream().anyMatch(own -> suppressions.contains(channel, own))) {
            throw new Conflict("suppressed", "This address gets nothing more. Lift its suppression first, if the person"
                    + " wants that.");
        }
        UUID id = consents.record(leadId, channel, status, Source.API, evidence, user(), at);
        if (status == Status.WITHDRAWN) {
            addresses.stream().filter(own -> suppressions.add(channel, own, Suppressions.Reason.UNSUBSCRIBED, leadId,
                    "Consent withdrawn")).forEach(own ->
                    events.publishEvent(new MessageEvents.Unsubscribed(leadId, null, own, at)));
        }
        return id;
    }

    int grantAll(@Nullable UUID listId, List<UUID> leadIds, ChannelType channel, String evidence,
            @Nullable Instant said) {
        return consents.grantAll(listId, leadIds, channel, evidence, user(), time(said));
    }

    /** A word from the future would outlast everything that the person says until then. */
    private Instant time(@Nullable Instant said) {
        Instant now = clock.instant();
        if (said != null && (said.isAfter(now) || said.isBefore(Instant.EPOCH))) {
            throw new Rejected(FieldError.of("at", "out-of-range", "People agreed at some time from 1970 to now."));
        }
        return said == null ? now : said;
    }

    private LeadProfile lead(UUID id) {
        return leads.load(List.of(id)).stream().findFirst().orElseThrow(() -> new NotFound("lead", id));
    }

    private static @Nullable String user() {
        return SignedInUser.current().map(SignedInUser::email).orElse(null);
    }
}
