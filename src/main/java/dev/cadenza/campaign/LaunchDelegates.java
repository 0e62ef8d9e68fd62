package dev.cadenza.campaign;

import dev.cadenza.engine.EngineBean;
import dev.cadenza.journey.Journeys;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.jspecify.annotations.Nullable;

/** The service tasks of {@code processes/campaign-launch.bpmn}. Each reads variables, calls the launcher, writes. */
final class LaunchDelegates {

    private static final String CAMPAIGN = "campaignId";
    private static final String AFTER_LEAD = "afterLead";

    private LaunchDelegates() {
    }

    private static UUID campaign(DelegateExecution execution) {
        Object id = execution.getVariable(CAMPAIGN);
        if (id == null) {
            throw new Rejected(FieldError.required(CAMPAIGN));
        }
        try {
            return UUID.fromString(id.toString());
        } catch (IllegalArgumentException malformed) {
            throw new Rejected(FieldError.of(CAMPAIGN, "invalid", "'" + id + "' is not the id of a campaign."));
        }
    }

    @EngineBean("campaignCompile")
    static class Compile implements JavaDelegate {

        private final CampaignLauncher launcher;

        Compile(CampaignLauncher launcher) {
            this.launcher = launcher;
        }

        @Override
        public void execute(DelegateExecution execution) {
            launcher.launch(campaign(execution), execution.getProcessInstanceId());
        }
    }

    @EngineBean("campaignDeploy")
    static class Deploy implements JavaDelegate {

        private final CampaignLauncher launcher;
        private final Campaigns campaigns;

        Deploy(CampaignLauncher launcher, Campaigns campaigns) {
            this.launcher = launcher;
            this.campaigns = campaigns;
        }

        @Override
        public void execute(DelegateExecution execution) {
            UUID campaign = campaign(execution);
            boolean later = launcher.deploy(campaign);
            Instant at = campaigns.findById(campaign).map(Campaign::scheduledAt).orElse(null);
            execution.setVariable("enrollLater", later);
            execution.setVariable("scheduledAt", date(at));
        }
    }

    @EngineBean("campaignEnroll")
    static class Enroll implements JavaDelegate {

        private final CampaignLauncher launcher;

        Enroll(CampaignLauncher launcher) {
            this.launcher = launcher;
        }

        @Override
        public void execute(DelegateExecution execution) {
            String after = (String) execution.getVariable(AFTER_LEAD);
            Journeys.Enrolled enrolled = launcher.enroll(campaign(execution),
                    after == null ? null : UUID.fromString(after));
            boolean more = enrolled.more() && enrolled.lastLead() != null;
            execution.setVariable(AFTER_LEAD, more ? String.valueOf(enrolled.lastLead()) : null);
            execution.setVariable("moreLeads", more);
        }
    }

    @EngineBean("campaignLook")
    static class Look implements JavaDelegate {

        private final CampaignLauncher launcher;

        Look(CampaignLauncher launcher) {
            this.launcher = launcher;
        }

        @Override
        public void execute(DelegateExecution execution) {
            CampaignLauncher.Progress progress = launcher.look(campaign(execution));
            execution.setVariable("newcomers", progress.newcomers());
            execution.setVariable("allFinished", !progress.newcomers() && progress.lookAgainAt() == null);
            execution.setVariable("exportAtEnd", progress.exportAtEnd());
            execution.setVariable("nextLookAt", date(progress.lookAgainAt()));
        }
    }

    @EngineBean("campaignExport")
    static class Export implements JavaDelegate {

        private final CampaignExport export;

        Export(CampaignExport export) {
            this.export = export;
        }

        @Override
        public void execute(DelegateExecution execution) {
            export.record(campaign(execution));
        }
    }

    @EngineBean("campaignComplete")
    static class Complete implements JavaDelegate {

        private final CampaignLauncher launcher;

        Complete(CampaignLauncher launcher) {
            this.launcher = launcher;
        }

        @Override
        public void execute(DelegateExecution execution) {
            launcher.complete(campaign(execution));
        }
    }

    private static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }
}
