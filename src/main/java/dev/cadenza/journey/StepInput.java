package dev.cadenza.journey;

import dev.cadenza.compiler.Step;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a step was told to do, as the execution log shows it: what is the same for all leads, and no whole texts. */
final class StepInput implements Step.Visitor<Map<String, Object>> {

    private static final StepInput INPUT = new StepInput();

    private StepInput() {
    }

    static Map<String, Object> of(Step step) {
        return step.accept(INPUT);
    }

    @Override
    public Map<String, Object> send(Step.Send step) {
        return input("send").with("channel", step.channel()).with("subject", step.subject());
    }

    @Override
    public Map<String, Object> review(Step.Review step) {
        return input("review").with("sends", step.sends());
    }

    @Override
    public Map<String, Object> pause(Step.Wait step) {
        return input("wait").with("duration", step.duration().toString());
    }

    @Override
    public Map<String, Object> waitUntil(Step.WaitUntil step) {
        return input("waitUntil").with("until", step.until().toString());
    }

    @Override
    public Map<String, Object> branch(Step.Branch step) {
        return input("branch").with("ways", step.ways().stream().map(Step.Way::name).toList());
    }

    @Override
    public Map<String, Object> split(Step.Split step) {
        return input("split").with("shares", step.shares().stream().map(Step.Share::name).toList());
    }

    @Override
    public Map<String, Object> waitUntilTime(Step.WaitUntilTime step) {
        return input("waitUntilTime").with("at", step.at().toString())
                .with("days", step.days().stream().sorted().map(Enum::name).toList());
    }

    @Override
    public Map<String, Object> waitFor(Step.WaitFor step) {
        return input("waitFor").with("event", step.event().kind().name()).with("key", step.event().key())
                .with("timeout", step.timeout().toString());
    }

    @Override
    public Map<String, Object> updateLead(Step.UpdateLead step) {
        return input("updateLead").with("set", step.set());
    }

    @Override
    public Map<String, Object> score(Step.Score step) {
        return input("score").with("points", step.points());
    }

    @Override
    public Map<String, Object> changeList(Step.ChangeList step) {
        return input("changeList").with("list", step.list().toString()).with("add", step.add());
    }

    @Override
    public Map<String, Object> enrich(Step.Enrich step) {
        return input("enrich").with("source", step.source()).with("overwrite", step.overwrite());
    }

    @Override
    public Map<String, Object> callWebhook(Step.CallWebhook step) {
        return input("callWebhook").with("method", step.method()).with("url", step.url());
    }

    @Override
    public Map<String, Object> humanTask(Step.HumanTask step) {
        return input("humanTask").with("role", step.role())
                .with("outcomes", step.outcomes().stream().map(Step.Outcome::name).toList());
    }

    @Override
    public Map<String, Object> startJourney(Step.StartJourney step) {
        return input("startJourney").with("kind", step.kind().name()).with("target", step.target().toString());
    }

    @Override
    public Map<String, Object> goal(Step.Goal step) {
        return input("goal");
    }

    @Override
    public Map<String, Object> end(Step.End step) {
        return input("end");
    }

    private static Input input(String type) {
        return new Input().with("type", type);
    }

    private static final class Input extends LinkedHashMap<String, Object> {

        private static final long serialVersionUID = 1L;

        Input with(String name, @Nullable Object value) {
            if (value != null) {
                put(name, value);
            }
            return this;
        }
    }
}
