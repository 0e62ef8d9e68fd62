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
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;

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
    private final Routes routes;
    private final Outbox outbox;
    private final StepLog log;
    private final Clock clock;

    SendStep(CohortContext context, Cohorts cohorts, DraftWriting writing, Drafts drafts, Routes routes, Outbox outbox,
            StepLog log, Clock clock) {
        this.context = context;
        this.cohorts = cohorts;
        this.writing = writing;
        this.drafts = drafts;
        this.routes = routes;
        this.outbox = outbox;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public void execute(DelegateExecution execution) {
        Instant started = clock.instant();
        UUID cohort = context.cohort(execution);
        Journey journey = context.journey(execution);
        Step.Send step = journey.send(execution.getCurrentActivityId());
        int visit = journey.loops() ? cohorts.visit(cohort, step.id()) : 1;
        List<Cohorts.Traveller> travellers = cohorts.lockTravellers(cohort);
        if (travellers.isEmpty()) {
            return;
        }
        Map<UUID, LeadProfile> leads = writing.leadsOf(travellers);
        Map<UUID, Routes.Route> ways = routes.of(journey, step, leads.values());
        Optional<Step.Review> review = journey.reviewOf(step.id());
        List<WrittenDraft> ready = review.isPresent()
                ? drafts.schedule(cohort, step.id(), journey.loops() ? cohorts.visits(cohort, review.get().id()) - 1 : 0)
                : writing.write(journey, step, cohort, visit, travellers, leads, ways, false);
        queue(journey, step, cohort, visit, travellers, leads, ways, ready);
        log.completed(journey, step, visit, travellers, started);
    }

    private void queue(Journey journey, Step.Send step, UUID cohort, int visit, List<Cohorts.Traveller> travellers,
            Map<UUID, LeadProfile> leads, Map<UUID, Routes.Route> ways, List<WrittenDraft> ready) {
        Map<UUID, Cohorts.Traveller> byEnrollment = travellers.stream()
                .collect(Collectors.toMap(Cohorts.Traveller::enrollmentId, Function.identity()));
        Cohorts.Waited waited = cohorts.waited(cohort);
        Instant now = clock.instant();
        List<OutboundMessage> messages = new ArrayList<>(ready.size());
        for (WrittenDraft draft : ready) {
            Cohorts.Traveller traveller = byEnrollment.get(draft.enrollmentId());
            LeadProfile lead = traveller == null ? null : leads.get(traveller.leadId());
            Routes.Route way = lead == null ? null : ways.get(lead.id());
            if (lead != null && way != null) {
                messages.add(message(journey, step, traveller, lead, way, draft.draftId(), visit, waited, now));
            }
        }
        List<OutboundMessage> skipped = ways.size() == leads.size() ? List.of()
                : skipped(journey, step, travellers, leads, ways, visit, waited, now);
        if (messages.isEmpty() && skipped.isEmpty()) {
            return;
        }
        outbox.enqueue(messages);
        outbox.skip(skipped, Routes.reason(step));
        List<OutboundMessage> all = Stream.concat(messages.stream(), skipped.stream()).toList();
        cohorts.advanced(step.id(), all.stream().map(OutboundMessage::enrollmentId).toList(),
                all.stream().map(OutboundMessage::id).toList());
        if (!waited.nothing()) {
            cohorts.waitsAnew(cohort);
        }
    }

    /** What stands for the messages of leads that have no address: the next step counts its delay from them. */
    private static List<OutboundMessage> skipped(Journey journey, Step.Send step, List<Cohorts.Traveller> travellers,
            Map<UUID, LeadProfile> leads, Map<UUID, Routes.Route> ways, int visit,
            Cohorts.Waited waited, Instant now) {
        UUID sender = Routes.sender(journey, step.via() == null ? null : step.via().sender());
        Routes.Route none = new Routes.Route(ChannelType.valueOf(step.channel()), sender, "");
        List<OutboundMessage> skipped = new ArrayList<>();
        for (Cohorts.Traveller traveller : travellers) {
            LeadProfile lead = leads.get(traveller.leadId());
            if (lead != null && !ways.containsKey(lead.id())) {
                skipped.add(message(journey, step, traveller, lead, none, null, visit, waited, now));
            }
        }
        return skipped;
    }

    private static OutboundMessage message(Journey journey, Step.Send step, Cohorts.Traveller traveller,
            LeadProfile lead, Routes.Route way, @Nullable UUID draft, int visit, Cohorts.Waited waited, Instant now) {
        JourneySettings settings = journey.settings();
        Instant wanted = (waited.since() == null ? traveller.readyAt() : waited.since()).plus(waited.time());
        Instant earliest = wanted.isBefore(now) ? now : wanted;
        boolean ownZone = settings.leadTimezone() && lead.timezone() != null;
        ZoneId zone = ownZone ? ZoneId.of(lead.timezone()) : settings.window().zone();
        boolean first = traveller.lastMessage() == null;
        return new OutboundMessage(Ids.next(), way.channel(), lead.id(), journey.ownerId(),
                journey.id(), traveller.enrollmentId(), step.id(), visit - 1, draft, traveller.lastMessage(),
                first ? null : waited.time(), settings.laneOf(way.sender()), way.sender(), way.address(),
                settings.window().next(earliest, zone), ownZone ? zone.getId() : null);
    }
}
