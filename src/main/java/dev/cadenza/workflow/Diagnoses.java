package dev.cadenza.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one graph, as far as anybody would read it. */
final class Diagnoses {

    private static final int MOST = 1_000;

    private final List<Diagnosis> found = new ArrayList<>();
    private final Set<String> fields = new HashSet<>();

    void graph(String code, String message) {
        add(null, null, code, message);
    }

    void add(@Nullable String nodeId, @Nullable String field, String code, String message) {
        if (found.size() < MOST) {
            found.add(new Diagnosis(nodeId == null ? null : Texts.shown(nodeId),
                    field == null ? null : Texts.shown(field), code, Texts.shown(message)));
            fields.add(key(nodeId, field));
        }
    }

    /** Whether anything was said about this field of the node; also where no more is said at all. */
    boolean has(@Nullable String nodeId, @Nullable String field) {
        return found.size() >= MOST || fields.contains(key(nodeId, field));
    }

    private static String key(@Nullable String nodeId, @Nullable String field) {
        return nodeId + "\0" + field;
    }

    List<Diagnosis> found() {
        return List.copyOf(found);
    }
}
