package dev.cadenza.campaign;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.audience.ListGrew;
import dev.cadenza.journey.Journeys;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Launches campaigns and acts on what is in flight. */
@Component
class CampaignControl {

    static final String PROCESS = "campaign-launch";

    private static final Logger LOG = LoggerFactory.getLogger(CampaignControl.class);

    private final Campaigns campaigns;
    private final Journeys journeys;
    private final RuntimeService runtime;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;
    private final Clock clock;

    CampaignControl(Campaigns campaigns, Journeys journeys, RuntimeService runtime, JdbcClient jdbc,
            TransactionTemplate transaction, ActivityLog activity, Clock clock) {
        this.campaigns = campaigns;
        this.journeys = journeys;
        this.runtime = runtime;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.activity = activity;
        this.clock = clock;
    }

    /** Starts the launch process; it refuses a campaign with faults before this returns. */
    void launch(UUID id) {
        campaigns.findById(id).orElseThrow(() -> new NotFound("campaign", id)).requireLaunchable();
        transaction.executeWithoutResult(status ->
                runtime.startProcessInstanceByKey(PROCESS, id.toString(), Map.of("campaignId", id.toString())));
    }

    /** When this returns, nothing more of the campaign is handed to a provider. */
    void pause(UUID id) {
        // Held before it is called paused: a process that dies in between has paused too much and not too little.
        campaigns.findById(id).orElseThrow(() -> new NotFound("campaign", id)).requirePausable();
        journeys.hold(id);
        AtomicBoolean wentOn = new AtomicBoolean();
        change(id, Action.EMAIL_CAMPAIGN_PAUSED, campaign -> {
            campaign.pause(clock.instant());
            // Somebody else may have paused it meanwhile, and another one resumed it.
            wentOn.set(journeys.holdAgain(id));
        });
        if (wentOn.get()) {
            journeys.awaitQuiet(id);
        }
    }

    void resume(UUID id) {
        change(id, Action.EMAIL_CAMPAIGN_RESUMED, campaign -> {
            campaign.resume(clock.instant());
            journeys.goOn(id);
        });
    }

    /** Ends the campaign for everybody. What was sent stays sent; nothing more goes. */
    void cancel(UUID id) {
        campaigns.findById(id).orElseThrow(() -> new NotFound("campaign", id)).requireCancellable();
        journeys.hold(id);
        change(id, Action.EMAIL_CAMPAIGN_CANCELLED, campaign -> {
            campaign.cancel(clock.instant());
            journeys.cancel(id, "the campaign was cancelled");
            if (campaign.processInstanceId() != null) {
                runtime.deleteProcessInstanceIfExists(campaign.processInstanceId(), "The campaign was cancelled", true,
                        true, true, true);
            }
        });
        while (journeys.deleteInstances(id)) {
            LOG.debug("Instances of campaign {} are being deleted", id);
        }
    }

    /** Remembers, with the change itself, that running campaigns have somebody to enroll. */
    @EventListener
    void on(ListGrew grown) {
        jdbc.sql("update campaign set audience_grew = true where list_id = :list and status in ('RUNNING', 'PAUSED')")
                .param("list", grown.listId()).update();
    }

    /**
     * Wakes those campaigns up. Only a shortcut: a campaign that is busy at this moment finds its newcomers when it
     * looks again by itself.
     */
    @TransactionalEventListener(phase = TransactionPhase.AFTER_COMMIT)
    void wake(ListGrew grown) {
        for (Campaign campaign : campaigns.runningOn(grown.listId())) {
            try {
                new TransactionTemplate(transaction.getTransactionManager(), requiresNew()).executeWithoutResult(s ->
                        runtime.createMessageCorrelation("audience-grew")
                                .processInstanceId(campaign.processInstanceId()).correlate());
            } catch (ProcessEngineException busy) {
                LOG.debug("Campaign {} looks for newcomers by itself: {}", campaign.id(), busy.getMessage());
            }
        }
    }

    private static TransactionDefinition requiresNew() {
        return new DefaultTransactionDefinition(
                TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    private void change(UUID id, Action action, Consumer<Campaign> transition) {
        transaction.executeWithoutResult(status -> {
            transition.accept(campaigns.lock(id).orElseThrow(() -> new NotFound("campaign", id)));
            activity.record(action, id, Map.of());
        });
    }
}
