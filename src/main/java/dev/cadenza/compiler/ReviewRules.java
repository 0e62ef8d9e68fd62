package dev.cadenza.compiler;

import java.util.List;
import java.util.Set;

/** A review comes before the send whose drafts it shows, and nobody is sent such a draft past the review. */
final class ReviewRules {

    private ReviewRules() {
    }

    static void check(Plan plan, Faults faults) {
        StepGraph graph = new StepGraph(plan);
        for (Step step : plan.steps()) {
            if (step instanceof Step.Review review) {
                check(review, graph, faults);
            } else if (step instanceof Step.Send send) {
                bypass(plan, send, graph, faults);
            }
        }
    }

    private static void check(Step.Review review, StepGraph graph, Faults faults) {
        Step sends = graph.steps().stream().filter(step -> step.id().equals(review.sends())).findFirst().orElse(null);
        if (Faults.blank(review.sends())) {
            faults.step(review, "review-of-nothing", "The review " + Faults.label(review)
                    + " does not say whose drafts it shows.");
        } else if (sends == null) {
            faults.step(review, "review-of-unknown", "The review " + Faults.label(review) + " shows the drafts of \""
                    + review.sends() + "\", but there is no such step.");
        } else if (!(sends instanceof Step.Send)) {
            faults.step(review, "review-of-no-send", "The review " + Faults.label(review) + " shows the drafts of "
                    + Faults.label(sends) + ", but that step sends nothing.");
        } else if (!graph.after(review).contains(sends)) {
            faults.step(review, "review-too-late", "The review " + Faults.label(review) + " must come before "
                    + Faults.label(sends) + ", whose drafts it shows.");
        }
    }

    private static void bypass(Plan plan, Step.Send send, StepGraph graph, Faults faults) {
        List<Step.Review> reviews = graph.steps().stream().filter(Step.Review.class::isInstance)
                .map(Step.Review.class::cast).filter(review -> review.sends() != null
                        && review.sends().equals(send.id()) && graph.after(review).contains(send)).toList();
        Set<Step> unseen = graph.from(plan.start(), step -> !reviews.contains(step));
        if (!reviews.isEmpty() && unseen.contains(send)) {
            faults.step(send, "review-bypassed", "Leads can come to " + Faults.label(send)
                    + " without passing its review " + Faults.label(reviews.get(0)) + ".");
        }
    }
}
