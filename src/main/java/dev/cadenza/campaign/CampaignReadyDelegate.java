package dev.cadenza.campaign;

import dev.cadenza.engine.EngineBean;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** The end of {@code processes/draft-generation.bpmn}. */
@EngineBean("campaignReady")
class CampaignReadyDelegate implements JavaDelegate {

    private final GenerationDesk desk;

    CampaignReadyDelegate(GenerationDesk desk) {
        this.desk = desk;
    }

    @Override
    public void execute(DelegateExecution execution) {
        desk.ready(UUID.fromString(String.valueOf(execution.getVariable("campaignId"))));
    }
}
