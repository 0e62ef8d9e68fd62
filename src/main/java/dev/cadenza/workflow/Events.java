package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.compiler.Step;
import dev.cadenza.lead.EventKind;
import dev.cadenza.trigger.TriggerSpec;
import dev.cadenza.trigger.Triggers;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads what a node says about an event: {@code event}, {@code key} and {@code condition}. */
@Component
class Events {

    private static final Map<String, EventKind> SHORT = Map.ofEntries(Map.entry("REPLY", EventKind.MESSAGE_REPLIED),
            Map.entry("REPLIED", EventKind.MESSAGE_REPLIED), Map.entry("OPEN", EventKind.MESSAGE_OPENED),
            Map.entry("OPENED", EventKind.MESSAGE_OPENED), Map.entry("CLICK", EventKind.MESSAGE_CLICKED),
            Map.entry("CLICKED", EventKind.MESSAGE_CLICKED));

    private final Triggers triggers;

    Events(Triggers triggers) {
        this.triggers = triggers;
    }

    /** Null where the node names none, or one that there is not. What a trigger may say of an event, a node may. */
    Step.@Nullable Awaited awaited(NodeData data) {
        EventKind kind = data.parsed("event", text -> kind(text).orElseThrow(IllegalArgumentException::new),
                "an event, such as MESSAGE_REPLIED or PURCHASE");
        if (kind == null) {
            return null;
        }
        Optional<JsonNode> condition = data.object("condition");
        if (condition.isPresent() && !condition.get().isObject()) {
            data.fault("condition", "invalid", "must be an object");
            return null;
        }
        ObjectNode config = JsonNodeFactory.instance.objectNode().put("event", kind.name())
                .put("key", data.text("key"));
        condition.ifPresent(given -> config.set("condition", given));
        triggers.check(new TriggerSpec(data.node().id(), "event", config)).stream()
                .filter(error -> !error.field().equals("threshold"))
                .forEach(error -> data.fault(error.field(), error.code(), "is not right: " + error.message()));
        return new Step.Awaited(kind, data.text("key"), condition.map(JsonNode::toString).orElse(null));
    }

    /** {@code MESSAGE_REPLIED}, {@code messageReplied}, {@code message-replied} and {@code reply} are one. */
    static Optional<EventKind> kind(String text) {
        String word = text.strip().replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_').toUpperCase(Locale.ROOT);
        return Optional.ofNullable(SHORT.get(word))
                .or(() -> Arrays.stream(EventKind.values()).filter(kind -> kind.name().equals(word)).findFirst());
    }
}
