package dev.cadenza.journey;

import dev.cadenza.audience.AudienceSql;
import dev.cadenza.compiler.CompiledPlan;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.PlanCompiler;
import dev.cadenza.event.LeadEvents;
import dev.cadenza.message.LaneSettings;
import dev.cadenza.message.Lanes;
import dev.cadenza.message.SendWindow;
import dev.cadenza.platform.Ids;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.repository.DeploymentWithDefinitions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Journeys as their owners (campaigns, workflows) use them: deploy a plan, enroll leads, hold, go on, cancel, and know
 * when everybody is through. What happens inside a journey is the engine's and this module's own business.
 */
@Component
@Transactional
public class Journeys {

    private static final Logger LOG = LoggerFactory.getLogger(Journeys.class);

    private final JourneyStore store;
    private final Enrolling enrolling;
    private final JourneyEntering entering;
    private final JourneyInterests interests;
    private final LeadEvents events;
    private final Settling settling;
    private final Endings endings;
    private final Departures departures;
    private final Lanes lanes;
    private final RepositoryService repository;
    private final ManagementService management;

    Journeys(JourneyStore store, Enrolling enrolling, JourneyEntering entering, JourneyInterests interests, LeadEvents events,
            Settling settling, Endings endings, Departures departures, Lanes lanes, RepositoryService repository,
            ManagementService management) {
        this.store = store;
        this.enrolling = enrolling;
        this.entering = entering;
        this.interests = interests;
        this.events = events;
        this.settling = settling;
        this.endings = endings;
        this.departures = departures;
        this.lanes = lanes;
        this.repository = repository;
        this.management = management;
    }

    /** How all of an owner's messages go, whoever sends them. @param dailyLimit null for none; @param gap in seconds */
    public record Pace(@Nullable Integer dailyLimit, int gap, SendWindow window, boolean leadTimezone,
            boolean trackOpens, boolean trackClicks, boolean consentRequired) {
    }

    /** Opens a lane for each sender, in their order, with this pace from now on. @return the lanes by sender */
    public Map<UUID, UUID> open(UUID ownerId, Collection<UUID> senders, Pace pace) {
        Map<UUID, UUID> opened = new LinkedHashMap<>();
        senders.forEach(sender -> opened.put(sender, lanes.open(new LaneSettings(sender, ownerId, pace.dailyLimit(),
                pace.gap(), pace.window(), pace.leadTimezone(), pace.trackOpens(), pace.trackClicks(),
                pace.consentRequired()))));
        return opened;
    }

    /**
     * Compiles the plan and deploys it as the owner's next version.
     *
     * @throws dev.cadenza.compiler.PlanInvalid where the plan has faults
     */
    public Journey deploy(UUID ownerId, Plan plan, JourneySettings settings) {
        CompiledPlan compiled = PlanCompiler.compile(plan);
        DeploymentWithDefinitions deployment = repository.createDeployment()
                .name(plan.name())
                .source("cadenza")
                .addString(plan.key() + ".bpmn", compiled.xml())
                .deployWithResult();
        String definition = deployment.getDeployedProcessDefinitions().get(0).getId();
        Journey journey = new Journey(Ids.next(), ownerId, store.nextVersion(ownerId), plan.name(), plan, definition,
                settings);
        store.add(journey);
        if (interests.note(journey.id(), plan)) {
            events.interestsChanged();
        }
        return journey;
    }

    /** What one chunk of enrolling came to. @param lastLead hand it in again for the chunk after this one */
    public record Enrolled(int count, @Nullable UUID lastLead, boolean more) {
    }

    /**
     * Enrolls the next leads of the audience who are not in the journey, can be reached and may be written to.
     *
     * @param afterLead the {@code lastLead} of the chunk before; null for the first
     */
    public Enrolled enrollNext(UUID journeyId, AudienceSql audience, @Nullable UUID afterLead) {
        Enrolling.Chunk chunk = enrolling.next(store.get(journeyId), audience, afterLead);
        return new Enrolled(chunk.enrolled(), chunk.lastLead(), chunk.more());
    }

    /** @param refused leads that did not come in, with a sentence that says why */
    public record Entries(List<UUID> entered, Map<UUID, String> refused) {
    }

    /**
     * Lets these leads in, in cohorts, by the rule; in a few statements however many they are. Unlike
     * {@link #enrollNext} it lets in leads that no channel reaches: not every journey sends.
     */
    public Entries enter(UUID journeyId, List<Entry> entries, ReEntry rule) {
        return entering.enter(store.known(journeyId), entries, rule);
    }

    /** Completes who is through. @return when to look again, or null when everybody has finished */
    public @Nullable Instant settle(UUID ownerId) {
        settling.settle(ownerId);
        return settling.allSettled(ownerId) ? null : settling.nextLook(ownerId);
    }

    /**
     * Stops everything of the owner where it is. When this returns, nothing more is handed to a provider; what was
     * being handed over at that moment has its outcome. Replies and departures still take effect.
     */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void hold(UUID ownerId) {
        lanes.hold(ownerId);
        suspend(ownerId);
    }

    /**
     * Holds, in the transaction that notes that the owner is held, what {@link #goOn} let go since {@link #hold}. Where
     * that is so, {@link #awaitQuiet} has to be called once it is committed.
     *
     * @return whether it is so
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean holdAgain(UUID ownerId) {
        suspend(ownerId);
        return lanes.holdAgain(ownerId);
    }

    /** Waits until nothing of an owner that is held is being handed to a provider. */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public void awaitQuiet(UUID ownerId) {
        lanes.awaitQuiet(ownerId);
    }

    private void suspend(UUID ownerId) {
        store.definitionsOf(ownerId).forEach(id -> management.updateJobDefinitionSuspensionState()
                .byProcessDefinitionId(id).includeJobs(true).suspend());
    }

    /** Lets everything of the owner go on. */
    public void goOn(UUID ownerId) {
        store.definitionsOf(ownerId).forEach(id -> management.updateJobDefinitionSuspensionState()
                .byProcessDefinitionId(id).includeJobs(true).activate());
        lanes.release(ownerId);
    }

    /**
     * Ends everything that the owner has now: enrollments, unsent messages. {@link #deleteInstances} removes the process
     * instances; a node does so by itself after a minute where nobody has.
     *
     * @param reason stands with each enrollment
     */
    public void cancel(UUID ownerId, String reason) {
        departures.cancelAll(ownerId, reason);
        endings.note(ownerId, reason);
    }

    /** Deletes some of the process instances that a cancellation left. @return true while there may be more */
    @Transactional(propagation = Propagation.NOT_SUPPORTED)
    public boolean deleteInstances(UUID ownerId) {
        try {
            return endings.turn(ownerId);
        } catch (OptimisticLockingException moving) {
            LOG.info("Some instances of {} still move; they are removed within minutes", ownerId, moving);
            return false;
        }
    }
}
