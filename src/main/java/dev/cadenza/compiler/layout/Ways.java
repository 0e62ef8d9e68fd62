package dev.cadenza.compiler.layout;

import dev.cadenza.compiler.layout.Route.Port;
import java.util.Arrays;

/**
 * All ways that a line might take. There are tens of thousands where lines crowd, of which few are looked at: the cheapest.
 * So a way is only its cost and its number, in one {@code long}, until somebody asks for its {@link Route}.
 */
final class Ways {

    private final Port[] from;
    private final int[] lanes;
    private final Port[] to;
    private final int[] extra;
    private final long[] ways;
    private int size;

    Ways(int most) {
        from = new Port[most];
        lanes = new int[most];
        to = new Port[most];
        extra = new int[most];
        ways = new long[most];
    }

    /** Adds the way from one port along a horizontal to another, unless it would turn back on itself. */
    void add(Port departure, int lane, Port arrival, int cost) {
        int whole = Route.cost(departure, lane, arrival, cost);
        if (whole >= 0) {
            from[size] = departure;
            lanes[size] = lane;
            to[size] = arrival;
            extra[size] = cost;
            ways[size] = (long) whole << 32 | size;
            size++;
        }
    }

    /** Of two that cost the same, the one that was added first. */
    long[] cheapestFirst() {
        long[] sorted = Arrays.copyOf(ways, size);
        Arrays.sort(sorted);
        return sorted;
    }

    static int cost(long way) {
        return (int) (way >> 32);
    }

    Route route(long way) {
        int number = (int) way;
        return Route.of(from[number], lanes[number], to[number], extra[number]).orElseThrow();
    }
}
