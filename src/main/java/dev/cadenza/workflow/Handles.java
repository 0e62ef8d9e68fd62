package dev.cadenza.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ways out of a node: the names of its source handles, in order. A node with one way out takes an edge from any
 * handle.
 */
record Handles(List<Handle> all) {

    static final String NEXT = "next";
    static final String EVENT = "event";
    static final String TIMEOUT = "timeout";
    static final String ELSE = "else";

    /** @param name what people call the way */
    record Handle(String id, String name) {
    }

    static Handles of(Node node) {
        return new Handles(switch (node.type()) {
            case WAIT_FOR_EVENT -> List.of(new Handle(EVENT, "Event"), new Handle(TIMEOUT, "Timeout"));
            case CONDITION -> {
                List<Handle> ways = named(node.data().path("branches"));
                ways.add(new Handle(ELSE, "Else"));
                yield ways;
            }
            case SPLIT -> named(node.data().path("shares"));
            case HUMAN_TASK -> named(node.data().path("outcomes"));
            case GOAL, END, NOTE -> List.of();
            default -> List.of(new Handle(NEXT, "Next"));
        });
    }

    /** A way without an id has its index. */
    private static List<Handle> named(JsonNode list) {
        List<Handle> handles = new ArrayList<>();
        for (JsonNode entry : list) {
            if (entry.isObject()) {
                String id = id(entry, handles.size());
                handles.add(new Handle(id, entry.path("name").asText(entry.path("label").asText(id))));
            }
        }
        return handles;
    }

    static String id(JsonNode entry, int index) {
        String id = entry.path("id").asText("");
        return id.isBlank() ? String.valueOf(index) : id;
    }

    /** The way that an edge from this handle takes. */
    Optional<String> taking(@Nullable String handle) {
        if (all.size() == 1 && all.get(0).id().equals(NEXT)) {
            return Optional.of(NEXT);
        }
        return all.stream().map(Handle::id).filter(id -> id.equals(handle)).findFirst();
    }

    /** The way that document 3 calls a branch: a handle, a way's name, or true and false of a condition. */
    Optional<String> branch(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        Optional<String> exact = all.stream().filter(handle -> handle.id().equalsIgnoreCase(word)
                || handle.name().equalsIgnoreCase(word)).map(Handle::id).findFirst();
        if (exact.isPresent() || all.size() != 2) {
            return exact;
        }
        return switch (lower) {
            case "true", "yes" -> Optional.of(all.get(0).id());
            case "false", "no" -> Optional.of(all.get(1).id());
            default -> Optional.empty();
        };
    }
}
