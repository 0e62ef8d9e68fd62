package dev.cadenza.workflow;

import dev.cadenza.compiler.DurationWords;
import dev.cadenza.compiler.Step;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes the steps of nodes whose ways are their own: times, events, decisions. */
final class NodeSteps {

    private final StepIds ids;
    private final Links links;
    private final Diagnoses diagnoses;
    private final Events events;

    NodeSteps(StepIds ids, Links links, Diagnoses diagnoses, Events events) {
        this.events = events;
        this.ids = ids;
        this.links = links;
        this.diagnoses = diagnoses;
    }

    /** Id of the step that comes next; empty where nothing does, which the compiler has a sentence for. */
    String next(Node node, String handle) {
        return Objects.requireNonNullElse(ids.orNull(links.target(node, handle)), "");
    }

    String id(Node node) {
        return ids.of(node.id());
    }

    /** A name that the diagram can show in full says it itself where the node has none. */
    private static String name(Node node, String otherwise) {
        return node.name().equals(node.type().label()) ? otherwise : node.name();
    }

    Step delay(Node node, NodeData data) {
        String next = next(node, Handles.NEXT);
        if (data.text("until") != null) {
            Instant until = data.parsed("until", Instant::parse, "a point in time such as 2027-01-31T09:00:00Z");
            return new Step.WaitUntil(id(node), node.name(), until == null ? Instant.EPOCH.plus(Duration.ofDays(20_000))
                    : until, next);
        }
        if (data.text("time") != null) {
            LocalTime time = data.parsed("time", LocalTime::parse, "a time of day such as 09:00");
            ZoneId zone = data.parsed("timezone", ZoneId::of, "a timezone such as Europe/Berlin");
            return new Step.WaitUntilTime(id(node), node.name(), days(data),
                    time == null ? LocalTime.NOON : time, zone == null ? ZoneOffset.UTC : zone, next);
        }
        Duration duration = data.requiredDuration("duration");
        return new Step.Wait(id(node), name(node, "Wait " + DurationWords.of(duration)), duration, next);
    }

    private static Set<DayOfWeek> days(NodeData data) {
        return data.texts("weekdays").stream().flatMap(text -> {
            String word = text.strip().toUpperCase(Locale.ROOT);
            List<DayOfWeek> days = List.of(DayOfWeek.values()).stream().filter(day -> day.name().equals(word)).toList();
            if (days.isEmpty()) {
                data.fault("weekdays", "invalid", "must hold weekdays such as MONDAY");
            }
            return days.stream();
        }).collect(Collectors.toSet());
    }

    Step waitForEvent(Node node, NodeData data) {
        Step.Awaited event = events.awaited(data);
        Duration timeout = data.requiredDuration("timeout");
        if (event == null) {
            data.required("event", null, "");
            return new Step.Wait(id(node), node.name(), timeout, next(node, Handles.EVENT));
        }
        return new Step.WaitFor(id(node), name(node, "Wait: " + event.kind().label()), event, timeout,
                next(node, Handles.EVENT), next(node, Handles.TIMEOUT));
    }

    Step goal(Node node, NodeData data) {
        return new Step.Goal(id(node), node.name(), events.awaited(data));
    }

    /** A condition that can't be read keeps its way: its node has a diagnosis. */
    Step condition(Node node, NodeData data, Function<NodeData, String> conditions) {
        return new Step.Branch(id(node), node.name(), ways(node, data.each("branches"), (branch, handle) ->
                new Step.Way(handle.name(), conditions.apply(branch), next(node, handle.id()))),
                next(node, Handles.ELSE));
    }

    Step split(Node node, NodeData data) {
        return new Step.Split(id(node), node.name(), ways(node, data.each("shares"), (share, handle) ->
                new Step.Share(handle.name(), share.integer("percent"), next(node, handle.id()))));
    }

    Step humanTask(Node node, NodeData data) {
        List<Step.Field> fields = data.each("fields").stream().map(field -> new Step.Field(field.requiredText("key"),
                Objects.requireNonNullElse(field.text("label"), field.requiredText("key")),
                Objects.requireNonNullElse(field.text("type"), "text"), field.flag("required"),
                field.texts("choices"))).toList();
        String role = Objects.requireNonNullElse(data.text("role"), "marketer").toLowerCase(Locale.ROOT);
        return new Step.HumanTask(id(node), node.name(), role, data.text("instructions"), data.duration("due"), fields,
                ways(node, data.each("outcomes"), (outcome, handle) ->
                        new Step.Outcome(handle.name(), next(node, handle.id()))));
    }

    private interface Way<T> {
        T of(NodeData data, Handles.Handle handle);
    }

    private <T> List<T> ways(Node node, List<NodeData> entries, Way<T> way) {
        List<Handles.Handle> handles = Handles.of(node).all();
        if (handles.stream().map(Handles.Handle::id).distinct().count() < handles.size()) {
            diagnoses.add(node.id(), null, "duplicate-handle", "Several ways of " + node.quoted() + " have one id.");
        }
        List<T> ways = new ArrayList<>();
        for (NodeData entry : entries) {
            ways.add(way.of(entry, handles.get(ways.size())));
        }
        return ways;
    }
}
