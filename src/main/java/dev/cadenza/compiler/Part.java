package dev.cadenza.compiler;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.jspecify.annotations.Nullable;

/**
 * The elements of one step: where flows come in and where they go out.
 *
 * @param outs for a step with one way out its last element; for others where each way leaves
 */
record Part(FlowNode entry, List<Out> outs) {

    /**
     * @param way the way of {@link Exit}; null for all ways
     * @param conditional true where the flow is one of several out of a gateway, which asks for the way
     */
    record Out(@Nullable String way, FlowNode from, boolean conditional) {

        boolean carries(Exit exit) {
            return way == null || Objects.equals(way, exit.way());
        }
    }

    Part {
        outs = List.copyOf(outs);
    }

    /** A step with one way out, or none. */
    static Part of(FlowNode entry, FlowNode exit) {
        return new Part(entry, List.of(new Out(null, exit, false)));
    }

    /** A step all of whose ways leave a gateway. */
    static Part parting(FlowNode entry, FlowNode gateway) {
        return new Part(entry, List.of(new Out(null, gateway, true)));
    }

    static Part of(FlowNode entry, Out... outs) {
        return new Part(entry, Arrays.asList(outs));
    }
}
