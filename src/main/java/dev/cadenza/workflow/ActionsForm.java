package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.problem.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Requirement 3 writes a workflow as triggers and actions, which branch by {@code parent_action_id}. Made into the graph
 * that an editor would have drawn: actions of one parent and branch follow one another, then comes what follows the
 * parent, and after everything the end.
 */
final class ActionsForm {

    private static final int MOST = 300;
    private static final String END = "end-of-actions";
    private static final Map<String, String> TYPES = Map.ofEntries(Map.entry("send_email", "send"),
            Map.entry("send_sms", "send"), Map.entry("send_whatsapp", "send"), Map.entry("send_messenger", "send"),
            Map.entry("send_instagram", "send"), Map.entry("send_push", "send"), Map.entry("wait", "delay"),
            Map.entry("wait_for_event", "waitForEvent"), Map.entry("branch", "condition"), Map.entry("if", "condition"),
            Map.entry("ab_test", "split"), Map.entry("update_lead", "updateLead"), Map.entry("add_to_list", "list"),
            Map.entry("remove_from_list", "list"), Map.entry("enrich_lead", "enrich"),
            Map.entry("call_webhook", "webhook"), Map.entry("human_task", "humanTask"),
            Map.entry("start_campaign", "start"), Map.entry("start_workflow", "start"));

    private final JsonNodeFactory json = JsonNodeFactory.instance;
    private final ArrayNode nodes = json.arrayNode();
    private final ArrayNode edges = json.arrayNode();
    private final List<FieldError> faults;
    private final Map<String, Node> actions = new LinkedHashMap<>();
    /** Actions by their parent, and the way out of it; those without one by null. */
    private final Map<List<@Nullable String>, List<String>> children = new HashMap<>();
    private final Set<String> linked = new HashSet<>();

    private ActionsForm(List<FieldError> faults) {
        this.faults = faults;
    }

    static JsonNode graph(@Nullable JsonNode triggers, JsonNode actions, List<FieldError> faults) {
        ActionsForm form = new ActionsForm(faults);
        if (!actions.isArray() || actions.size() > MOST) {
            faults.add(FieldError.of("actions", "invalid", "Actions are a list of at most " + MOST + "."));
        } else {
            form.read(actions);
            form.place(actions);
            List<String> first = form.at(null, null);
            form.node(END, "end", form.json.objectNode());
            String start = first.isEmpty() ? END : first.get(0);
            form.triggers(triggers, start);
            form.link(first, END);
        }
        ObjectNode graph = form.json.objectNode();
        graph.set("nodes", form.nodes);
        graph.set("edges", form.edges);
        return graph;
    }

    private void read(JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            JsonNode action = list.get(i);
            String id = field(action, "id").asText("");
            if (id.isBlank() || id.equals(END) || actions.containsKey(id)) {
                faults.add(FieldError.of("actions[" + i + "].id", "invalid", "Each action has an id of its own."));
                continue;
            }
            String word = field(action, "action_type").asText(field(action, "type").asText(""));
            String type = TYPES.getOrDefault(word.toLowerCase(Locale.ROOT), word);
            ObjectNode data = data(field(action, "action_config"));
            if (action.hasNonNull("name")) {
                data.set("label", action.get("name"));
            }
            implied(word.toLowerCase(Locale.ROOT), data);
            ObjectNode node = node(id, type, data);
            NodeType.of(type).ifPresent(known -> actions.put(id,
                    new Node(nodes.size() - 1, id, known, null, node.get("data"))));
        }
    }

    /** What the word says besides the type. */
    private static void implied(String word, ObjectNode data) {
        if (word.startsWith("send_") && !data.has("channel")) {
            data.put("channel", word.substring("send_".length()).toUpperCase(Locale.ROOT));
        } else if (word.equals("add_to_list") || word.equals("remove_from_list")) {
            data.put("operation", word.substring(0, word.indexOf('_')));
        } else if (word.equals("start_campaign") || word.equals("start_workflow")) {
            data.put("kind", word.substring("start_".length()).toUpperCase(Locale.ROOT));
        }
    }

    private void place(JsonNode list) {
        for (int i = 0; i < list.size(); i++) {
            String id = field(list.get(i), "id").asText("");
            String parent = field(list.get(i), "parent_action_id").asText("");
            String branch = field(list.get(i), "branch").asText("");
            String at = "actions[" + i + "].";
            if (!actions.containsKey(id)) {
                continue;
            }
            Node above = actions.get(parent);
            if (!parent.isEmpty() && !parent.equals("null") && above == null) {
                faults.add(FieldError.of(at + "parent_action_id", "unknown",
                        "There is no action \"" + Texts.shown(parent) + "\"."));
                continue;
            }
            Optional<String> handle = above == null || branch.isEmpty() || branch.equals("null") ? Optional.empty()
                    : Handles.of(above).branch(branch);
            if (above != null && !branch.isEmpty() && !branch.equals("null") && handle.isEmpty()) {
                faults.add(FieldError.of(at + "branch", "unknown", "The action \"" + Texts.shown(parent)
                        + "\" has no branch \"" + Texts.shown(branch) + "\"."));
                continue;
            }
            at(above == null ? null : parent, handle.orElse(null)).add(id);
        }
    }

    private List<String> at(@Nullable String parent, @Nullable String handle) {
        List<@Nullable String> key = new ArrayList<>();
        key.add(parent);
        key.add(handle);
        return children.computeIfAbsent(key, none -> new ArrayList<>());
    }

    private void triggers(@Nullable JsonNode list, String start) {
        int count = 0;
        for (JsonNode trigger : list == null ? json.arrayNode() : list) {
            String word = field(trigger, "trigger_type").asText("manual");
            ObjectNode data = data(field(trigger, "trigger_config"));
            Events.kind(word).ifPresentOrElse(kind -> data.put("triggerType", "event").put("event", kind.name()),
                    () -> data.put("triggerType", word.toLowerCase(Locale.ROOT)));
            String id = field(trigger, "id").asText("trigger-" + ++count);
            node(id, "trigger", data);
            edge(id, null, start);
        }
    }

    /** Actions one after the other. An action within itself is met again and left alone: no way leads to it. */
    private void link(List<String> chain, String after) {
        for (int i = 0; i < chain.size(); i++) {
            String id = chain.get(i);
            Node action = actions.get(id);
            if (action == null || !linked.add(id)) {
                continue;
            }
            String next = i + 1 < chain.size() ? chain.get(i + 1) : after;
            List<String> own = at(id, null);
            String onward = own.isEmpty() ? next : own.get(0);
            link(own, next);
            for (Handles.Handle handle : Handles.of(action).all()) {
                List<String> branch = at(id, handle.id());
                edge(id, handle.id(), branch.isEmpty() ? onward : branch.get(0));
                link(branch, onward);
            }
        }
    }

    private ObjectNode node(String id, String type, ObjectNode data) {
        ObjectNode node = nodes.addObject().put("id", id).put("type", type);
        node.set("data", data);
        return node;
    }

    private void edge(String from, @Nullable String handle, String to) {
        ObjectNode edge = edges.addObject().put("id", "e" + (edges.size())).put("source", from).put("target", to);
        if (handle != null && !handle.equals(Handles.NEXT)) {
            edge.put("sourceHandle", handle);
        }
    }

    /** The requirement writes names with underscores, other clients in one word. */
    private static JsonNode field(JsonNode object, String name) {
        JsonNode value = object.path(name);
        return value.isMissingNode() || value.isNull() ? object.path(camel(name)) : value;
    }

    private ObjectNode data(JsonNode config) {
        ObjectNode data = json.objectNode();
        config.fields().forEachRemaining(entry -> data.set(camel(entry.getKey()), entry.getValue()));
        return data;
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            boolean joint = name.charAt(i) == '_' && i > 0 && i + 1 < name.length();
            camel.append(joint ? Character.toUpperCase(name.charAt(++i)) : name.charAt(i));
        }
        return camel.toString();
    }
}
