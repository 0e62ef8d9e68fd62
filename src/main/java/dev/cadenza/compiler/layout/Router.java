package dev.cadenza.compiler.layout;

import dev.cadenza.compiler.layout.Route.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Draws each line in turn on the cheapest of its possible ways: short, with few bends and crossings, along no other
 * line, through no shape and no shape's label. A way through a channel, a gutter and a channel meets no shape, so
 * there always is one.
 */
final class Router {

    private static final int CROSSING = 60;
    private static final int ALONG = 10_000;
    /** What leaving or reaching anything but a gateway from above or below costs. */
    private static final int ODD_SIDE = 30;
    private static final int CLEARANCE = 6;

    private final Drawing drawing;
    private final Grid grid;
    private final List<Line> drawn = new ArrayList<>();
    private boolean clean = true;

    Router(Drawing drawing, Grid grid) {
        this.drawing = drawing;
        this.grid = grid;
    }

    /** Returns false where a line had to run along another. */
    boolean route() {
        drawing.lines().stream().sorted(Comparator.comparing((Line line) -> line.back)
                .thenComparing(line -> line.lane != line.from.row || line.lane != line.to.row)).forEach(this::draw);
        return clean;
    }

    private void draw(Line line) {
        List<Route> routes = routes(line);
        routes.sort(Comparator.comparingInt(Route::cost));
        Route best = null;
        int least = Integer.MAX_VALUE;
        for (Route route : routes) {
            if (route.cost() >= least) {
                break;
            }
            if (isFree(route, line)) {
                int cost = route.cost() + conflicts(route, line);
                if (cost < least) {
                    least = cost;
                    best = route;
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("No way for the line " + line.id);
        }
        clean &= least < ALONG;
        line.draw(best.points());
        drawn.add(line);
    }

    private List<Route> routes(Line line) {
        Set<Integer> lanes = new LinkedHashSet<>(
                List.of(grid.middle(line.lane), line.from.area().centerY(), line.to.area().centerY()));
        lanes.addAll(grid.gutters(line.lane));
        lanes.addAll(grid.gutters(line.from.row));
        lanes.addAll(grid.gutters(line.to.row));
        List<Port> arrivals = arrivals(line.to);
        List<Route> routes = new ArrayList<>();
        for (Port from : departures(line.from)) {
            for (int lane : lanes) {
                for (Port to : arrivals) {
                    Optional<Route> route = isOutside(from, lane, line.from) && isOutside(to, lane, line.to)
                            ? Route.of(from, lane, to) : Optional.empty();
                    route.ifPresent(routes::add);
                }
            }
        }
        return routes;
    }

    private List<Port> departures(Shape shape) {
        List<Port> ports = aboveAndBelow(shape);
        grid.channel(shape.layer).forEach(x -> ports.add(
                new Port(new Point(shape.area().right(), shape.area().centerY()), x, 0)));
        return ports;
    }

    private List<Port> arrivals(Shape shape) {
        List<Port> ports = aboveAndBelow(shape);
        grid.channel(shape.layer - 1).forEach(x -> ports.add(
                new Port(new Point(shape.area().x(), shape.area().centerY()), x, 0)));
        return ports;
    }

    private static List<Port> aboveAndBelow(Shape shape) {
        int x = shape.area().centerX();
        int cost = shape.in.size() + shape.out.size() > 2 ? 0 : ODD_SIDE;
        return new ArrayList<>(List.of(new Port(new Point(x, shape.area().bottom()), x, cost),
                new Port(new Point(x, shape.area().y()), x, cost)));
    }

    /** A line that leaves downwards goes on below the shape, and so on. */
    private static boolean isOutside(Port port, int lane, Shape shape) {
        if (port.vertical() != port.at().x()) {
            return true;
        }
        return port.at().y() == shape.area().y() ? lane < shape.area().y() : lane > shape.area().bottom();
    }

    private boolean isFree(Route route, Line line) {
        List<Segment> segments = route.segments();
        for (Shape shape : drawing.shapes()) {
            Area area = shape == line.from || shape == line.to ? shape.area() : shape.area().grown(CLEARANCE);
            Area label = shape.label();
            for (Segment segment : segments) {
                if (segment.hits(area) || label != null && segment.hits(label)) {
                    return false;
                }
            }
        }
        return true;
    }

    private int conflicts(Route route, Line line) {
        int cost = 0;
        List<Segment> segments = route.segments();
        for (Line other : drawn) {
            for (Segment theirs : other.segments()) {
                for (Segment segment : segments) {
                    if (!line.mayShareWith(other)) {
                        cost += segment.covers(theirs) ? ALONG : segment.crosses(theirs) ? CROSSING : 0;
                    }
                }
            }
        }
        return cost;
    }
}
