package dev.cadenza.journey;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.compiler.Step;
import dev.cadenza.draft.Drafts;
import dev.cadenza.draft.WrittenDraft;
import dev.cadenza.engine.EngineBean;
import dev.cadenza.lead.LeadProfile;
import dev.cadenza.message.OutboundMessage;
import dev.cadenza.message.Outbox;
import dev.cadenza.platform.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/**
 * Queues one message for each lead of the cohort: a few statements for all of them, in the transaction in which the
 * engine's token advances. Nothing is sent here; the outbox does that.
 */
@EngineBean("sendStep")
class SendStep implements JavaDelegate {

    private final CohortContext context;
    private final Cohorts cohorts;
    private final DraftWriting writing;
    private final Drafts drafts;
    private final Outbox outbox;
    private final Clock clock;

    SendStep(CohortContext context, Cohorts cohorts, DraftWriting writing, Drafts drafts, Outbox outbox,
            Clock clock) {
        this.context = context;
        this.cohorts = cohorts;
        this.writing = writing;
        this.drafts = drafts;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        UUID cohort = context.cohort(execution);
        Journey journey = context.journey(execution);
        Step.Send step = journey.send(execution.getCurrentActivityId());
        List<Cohorts.Traveller> travellers = cohorts.lockTravellers(cohort);
        if (travellers.isEmpty()) {
            return;
        }
        Map<UUID, LeadProfile> leads = writing.leadsOf(travellers);
        List<WrittenDraft> ready = journey.reviewOf(step.id()).isPresent()
                ? drafts.schedule(cohort, step.id())
                : writing.write(journey, step, cohort, travellers, leads, false);
        queue(journey, step, cohort, travellers, leads, ready);
    }

    private void queue(Journey journey, Step.Send step, UUID cohort, List<Cohorts.Traveller> travellers,
            Map<UUID, LeadProfile> leads, List<WrittenDraft> ready) {
        Map<UUID, Cohorts.Traveller> byEnrollment = travellers.stream()
                .collect(Collectors.toMap(Cohorts.Traveller::enrollmentId, Function.identity()));
        Duration waited = Duration.ofSeconds(cohorts.waitedSeconds(cohort));
        Instant now = clock.instant();
        List<OutboundMessage> messages = new ArrayList<>(ready.size());
        for (WrittenDraft draft : ready) {
            Cohorts.Traveller traveller = byEnrollment.get(draft.enrollmentId());
            LeadProfile lead = traveller == null ? null : leads.get(traveller.leadId());
            if (lead != null && lead.email() != null) {
                messages.add(message(journey, step, traveller, lead, draft, waited, now));
            }
        }
        if (messages.isEmpty()) {
            return;
        }
        outbox.enqueue(messages);
        cohorts.advanced(step.id(), messages.stream().map(OutboundMessage::enrollmentId).toList(),
                messages.stream().map(OutboundMessage::id).toList());
        if (!waited.isZero()) {
            cohorts.waitsAnew(cohort);
        }
    }

    private static OutboundMessage message(Journey journey, Step.Send step, Cohorts.Traveller traveller,
            LeadProfile lead, WrittenDraft draft, Duration waited, Instant now) {
        JourneySettings settings = journey.settings();
        Instant wanted = traveller.readyAt().plus(waited);
        Instant earliest = wanted.isBefore(now) ? now : wanted;
        boolean ownZone = settings.leadTimezone() && lead.timezone() != null;
        ZoneId zone = ownZone ? ZoneId.of(lead.timezone()) : settings.window().zone();
        boolean first = traveller.lastMessage() == null;
        return new OutboundMessage(Ids.next(), ChannelType.valueOf(step.channel()), lead.id(), journey.ownerId(),
                journey.id(), traveller.enrollmentId(), step.id(), 0, draft.draftId(), traveller.lastMessage(),
                first ? null : waited, settings.laneId(), settings.senderAccountId(), lead.email(),
                settings.window().next(earliest, zone), ownZone ? zone.getId() : null);
    }
}
