package dev.cadenza.workflow;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one graph. */
final class Diagnoses {

    private final List<Diagnosis> found = new ArrayList<>();

    void graph(String code, String message) {
        found.add(new Diagnosis(null, null, code, Texts.shown(message)));
    }

    void add(@Nullable String nodeId, @Nullable String field, String code, String message) {
        found.add(new Diagnosis(nodeId == null ? null : Texts.shown(nodeId),
                field == null ? null : Texts.shown(field), code, Texts.shown(message)));
    }

    boolean has(@Nullable String nodeId) {
        return found.stream().anyMatch(diagnosis -> nodeId != null && nodeId.equals(diagnosis.nodeId()));
    }

    List<Diagnosis> found() {
        return List.copyOf(found);
    }
}
