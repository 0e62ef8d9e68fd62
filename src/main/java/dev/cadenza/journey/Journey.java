package dev.cadenza.journey;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.compiler.Plan;
import dev.cadenza.compiler.ProcessTerms;
import dev.cadenza.compiler.Step;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One deployed version of what an owner (a campaign, a workflow) lets leads go through. Immutable: leads inside go on
 * with the version they entered.
 */
public record Journey(UUID id, UUID ownerId, int version, String name, Plan plan, String processDefinitionId,
        JourneySettings settings) {

    /** The send step with this id. */
    Step.Send send(String stepId) {
        return plan.step(stepId).filter(Step.Send.class::isInstance).map(Step.Send.class::cast)
                .orElseThrow(() -> new IllegalStateException("Journey " + id + " has no send step " + stepId));
    }

    /** The channels that its steps send over or fall back to. */
    Set<ChannelType> channels() {
        Set<ChannelType> channels = EnumSet.noneOf(ChannelType.class);
        plan.steps().stream().filter(Step.Send.class::isInstance).map(Step.Send.class::cast).forEach(send -> {
            channels.add(ChannelType.valueOf(send.channel()));
            if (send.via() != null && send.via().fallbackChannel() != null) {
                channels.add(ChannelType.valueOf(send.via().fallbackChannel()));
            }
        });
        return channels;
    }

    /** The review of the send step's drafts, where the plan has one. */
    Optional<Step.Review> reviewOf(String sendStepId) {
        return plan.steps().stream().filter(Step.Review.class::isInstance).map(Step.Review.class::cast)
                .filter(review -> review.sends().equals(sendStepId)).findFirst();
    }

    /** The element at which leads start who go on at a step. @param target a step, or an element that belongs to one */
    String entry(String target) {
        return plan.step(target).map(step -> ProcessTerms.entry(plan, step)).orElse(target);
    }

    /** The step that an element of the process belongs to. */
    Step at(String element) {
        return plan.step(ProcessTerms.stepId(element))
                .orElseThrow(() -> new IllegalStateException("Journey " + id + " has no step for " + element));
    }

    /** True where an event ends the passage of leads wherever they are. */
    boolean hasGoalEvents() {
        return plan.steps().stream().anyMatch(step -> step instanceof Step.Goal goal && goal.event() != null);
    }

    /** True where a lead may come to a step more than once. */
    boolean loops() {
        return plan.loops();
    }

    /** Whether anything but a send, which counts from each lead's own message, or an end comes after a wait. */
    boolean decidesAfter(Step.Wait wait) {
        Step next = plan.step(wait.to()).orElseThrow();
        for (int i = 0; i < plan.steps().size() && (next instanceof Step.Wait || next instanceof Step.Review); i++) {
            next = plan.step(next.next().get(0)).orElseThrow();
        }
        return !(next instanceof Step.Send || next instanceof Step.End || next instanceof Step.Goal);
    }

    <S extends Step> S step(String stepId, Class<S> type) {
        return plan.step(stepId).filter(type::isInstance).map(type::cast)
                .orElseThrow(() -> new IllegalStateException("Journey " + id + " has no " + type.getSimpleName()
                        + " step " + stepId));
    }
}
