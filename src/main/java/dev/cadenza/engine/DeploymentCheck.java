package dev.cadenza.engine;

import java.util.Locale;
import java.util.Set;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.impl.persistence.deploy.Deployer;
import org.camunda.bpm.engine.impl.persistence.entity.DeploymentEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ResourceEntity;

/**
 * Looks through what is deployed before anything of it is stored, whichever way it comes: models, decisions, forms
 * without code and pictures. No pages and no scripts, which would run in the browsers of those who open a task.
 */
class DeploymentCheck implements Deployer {

    private static final Set<String> ALLOWED = Set.of("bpmn", "bpmn20.xml", "dmn", "dmn11.xml", "form", "png", "jpg",
            "txt", "md");

    @Override
    public void deploy(DeploymentEntity deployment) {
        if (!deployment.isNew()) {
            return;
        }
        for (ResourceEntity resource : deployment.getResources().values()) {
            check(resource.getName(), resource.getBytes());
        }
    }

    private static void check(String name, byte[] content) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (ALLOWED.stream().noneMatch(suffix -> lower.endsWith("." + suffix))) {
            throw new BadUserRequestException("Refused: " + name + " is neither a model nor a decision, a form or a"
                    + " picture; pages and scripts are not deployed.");
        }
        if (name.contains("..") || name.indexOf('\\') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new BadUserRequestException("Refused: the resource's name leads elsewhere.");
        }
        if (lower.endsWith(".dmn") || lower.endsWith(".dmn11.xml")) {
            DecisionCheck.check(name, content);
        } else if (lower.endsWith(".bpmn") || lower.endsWith(".bpmn20.xml")) {
            DecisionCheck.parse(name, content); // well-formed, without entities; ModelCheck looks at what it says
        } else if (lower.endsWith(".form")) {
            FormCheck.check(name, content);
        }
    }
}
