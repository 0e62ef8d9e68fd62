package dev.cadenza.workflow;

import java.util.Arrays;
import java.util.Optional;

/** What a node of a graph can be: React Flow's {@code type}. */
enum NodeType {
    TRIGGER("trigger", "Trigger"),
    SEND("send", "Send"),
    DELAY("delay", "Wait"),
    WAIT_FOR_EVENT("waitForEvent", "Wait for an event"),
    CONDITION("condition", "Which way?"),
    SPLIT("split", "Split"),
    UPDATE_LEAD("updateLead", "Change the lead"),
    LIST("list", "Change a list"),
    ENRICH("enrich", "Find out more"),
    WEBHOOK("webhook", "Call a webhook"),
    HUMAN_TASK("humanTask", "Task"),
    START("start", "Start another"),
    GOAL("goal", "Goal"),
    END("end", "End"),
    /** Words for people, which take no part. */
    NOTE("note", "Note");

    private final String word;
    private final String label;

    NodeType(String word, String label) {
        this.word = word;
        this.label = label;
    }

    static Optional<NodeType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }

    static String words() {
        return String.join(", ", Arrays.stream(values()).map(NodeType::word).toList());
    }

    String word() {
        return word;
    }

    /** What a node is called that has no label. */
    String label() {
        return label;
    }
}
