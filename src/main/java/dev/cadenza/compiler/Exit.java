package dev.cadenza.compiler;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way out of a step.
 *
 * @param way value of the variable {@link ProcessTerms#WAY} that takes it; null where a step has only one way out
 * @param name what the drawing writes on it
 * @param otherwise true for the way taken where no other is
 * @param to id of the next step; null where the plan does not say
 */
record Exit(@Nullable String way, @Nullable String name, boolean otherwise, @Nullable String to) {

    static List<Exit> of(Step step) {
        return step.accept(new Exits());
    }

    private static final class Exits implements Step.Visitor<List<Exit>> {

        @Override
        public List<Exit> send(Step.Send step) {
            return only(step.to());
        }

        @Override
        public List<Exit> review(Step.Review step) {
            return only(step.to());
        }

        @Override
        public List<Exit> pause(Step.Wait step) {
            return only(step.to());
        }

        @Override
        public List<Exit> waitUntil(Step.WaitUntil step) {
            return only(step.to());
        }

        @Override
        public List<Exit> branch(Step.Branch step) {
            List<Exit> exits = new ArrayList<>();
            for (Step.Way way : step.ways()) {
                exits.add(new Exit(String.valueOf(exits.size()), way.name(), false, way.to()));
            }
            exits.add(new Exit(ProcessTerms.OTHERWISE, "Otherwise", true, step.otherwise()));
            return exits;
        }

        @Override
        public List<Exit> split(Step.Split step) {
            List<Exit> exits = new ArrayList<>();
            for (Step.Share share : step.shares()) {
                boolean last = exits.size() == step.shares().size() - 1;
                exits.add(new Exit(String.valueOf(exits.size()), share.name() + " (" + share.percent() + "%)", last,
                        share.to()));
            }
            return exits;
        }

        @Override
        public List<Exit> waitUntilTime(Step.WaitUntilTime step) {
            return only(step.to());
        }

        @Override
        public List<Exit> updateLead(Step.UpdateLead step) {
            return only(step.to());
        }

        @Override
        public List<Exit> score(Step.Score step) {
            return only(step.to());
        }

        @Override
        public List<Exit> changeList(Step.ChangeList step) {
            return only(step.to());
        }

        @Override
        public List<Exit> enrich(Step.Enrich step) {
            return only(step.to());
        }

        @Override
        public List<Exit> callWebhook(Step.CallWebhook step) {
            return only(step.to());
        }

        @Override
        public List<Exit> startJourney(Step.StartJourney step) {
            return only(step.to());
        }

        @Override
        public List<Exit> waitFor(Step.WaitFor step) {
            String happened = step.event() == null || step.event().kind() == null ? null
                    : step.event().kind().label();
            return List.of(new Exit(ProcessTerms.HAPPENED, happened, false, step.then()),
                    new Exit(ProcessTerms.OTHERWISE, "Time is over", true, step.otherwise()));
        }

        @Override
        public List<Exit> humanTask(Step.HumanTask step) {
            List<Exit> exits = new ArrayList<>();
            for (Step.Outcome outcome : step.outcomes()) {
                boolean last = exits.size() == step.outcomes().size() - 1;
                exits.add(new Exit(String.valueOf(exits.size()), outcome.name(), last, outcome.to()));
            }
            return exits;
        }

        @Override
        public List<Exit> goal(Step.Goal step) {
            return List.of();
        }

        @Override
        public List<Exit> end(Step.End step) {
            return List.of();
        }

        private static List<Exit> only(@Nullable String to) {
            return List.of(new Exit(null, null, false, to));
        }
    }
}
