package dev.cadenza.compiler.layout;

import dev.cadenza.compiler.layout.Route.Port;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Draws each line in turn on the cheapest of its possible ways: short, with few bends and crossings, along no other
 * line, through no shape and no shape's label. A way through a channel, a gutter and a channel meets no shape, so
 * there always is one.
 */
final class Router {

    /** What leaving or reaching anything but a gateway from above or below costs. */
    private static final int ODD_SIDE = 30;
    /** What a lane costs that is not the line's own. */
    private static final int OTHER_LANE = 200;
    private static final int CLEARANCE = 6;

    private final Drawing drawing;
    private final Grid grid;
    private final List<Obstacle> obstacles = new ArrayList<>();
    private final List<Drawn> drawn = new ArrayList<>();
    private boolean clean = true;

    Router(Drawing drawing, Grid grid) {
        this.drawing = drawing;
        this.grid = grid;
        for (Shape shape : drawing.shapes()) {
            obstacles.add(new Obstacle(shape, shape.area(), shape.area().grown(CLEARANCE)));
            Area label = shape.label();
            if (label != null) {
                obstacles.add(new Obstacle(shape, label, label));
            }
        }
    }

    /** @param keepOut where no line may run that neither begins nor ends at the shape */
    private record Obstacle(Shape shape, Area area, Area keepOut) {
    }

    /** Returns false where a line had to run along another. */
    boolean route() {
        drawing.lines().stream().sorted(Comparator.comparing((Line line) -> line.back)
                .thenComparing(line -> line.lane != line.from.row || line.lane != line.to.row)).forEach(this::draw);
        return clean;
    }

    private void draw(Line line) {
        Ways ways = ways(line);
        Route best = null;
        int least = Integer.MAX_VALUE;
        for (long way : ways.cheapestFirst()) {
            if (Ways.cost(way) >= least) {
                break;
            }
            Route route = ways.route(way);
            List<Segment> segments = route.segments();
            Reach reach = Reach.of(route.points());
            if (isFree(segments, reach, line)) {
                int cost = route.cost() + conflicts(segments, reach, line, least - route.cost());
                if (cost < least) {
                    least = cost;
                    best = route;
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("No way for the line " + line.id);
        }
        clean &= least < Line.ALONG;
        line.draw(best.points());
        drawn.add(new Drawn(line, Reach.of(best.points())));
    }

    private Ways ways(Line line) {
        Set<Integer> lanes = new LinkedHashSet<>(
                List.of(grid.middle(line.lane), line.from.area().centerY(), line.to.area().centerY()));
        lanes.addAll(grid.gutters(line.lane));
        lanes.addAll(grid.gutters(line.from.row));
        lanes.addAll(grid.gutters(line.to.row));
        List<Port> departures = departures(line.from);
        List<Port> arrivals = arrivals(line.to);
        Ways ways = new Ways(departures.size() * lanes.size() * arrivals.size());
        for (Port from : departures) {
            for (int lane : lanes) {
                if (isOutside(from, lane, line.from)) {
                    int cost = lane == grid.middle(line.lane) ? 0 : OTHER_LANE;
                    for (Port to : arrivals) {
                        if (isOutside(to, lane, line.to)) {
                            ways.add(from, lane, to, cost);
                        }
                    }
                }
            }
        }
        return ways;
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

    private boolean isFree(List<Segment> segments, Reach reach, Line line) {
        for (Obstacle obstacle : obstacles) {
            boolean end = obstacle.shape() == line.from || obstacle.shape() == line.to;
            Area area = end ? obstacle.area() : obstacle.keepOut();
            if (reach.meets(area)) {
                for (Segment segment : segments) {
                    if (segment.hits(area)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    /** @param enough this much needs no exact figure: another way is cheaper */
    private int conflicts(List<Segment> segments, Reach reach, Line line, int enough) {
        int cost = 0;
        for (Drawn before : drawn) {
            if (cost >= enough) {
                return cost;
            }
            if (before.reach().meets(reach)) {
                cost += line.conflicts(segments, before.line());
            }
        }
        return cost;
    }

    /** What is beyond it need not be looked at piece by piece. The edges belong to it. */
    private record Reach(int left, int top, int right, int bottom) {

        static Reach of(List<Point> points) {
            int left = Integer.MAX_VALUE;
            int top = Integer.MAX_VALUE;
            int right = Integer.MIN_VALUE;
            int bottom = Integer.MIN_VALUE;
            for (Point point : points) {
                left = Math.min(left, point.x());
                top = Math.min(top, point.y());
                right = Math.max(right, point.x());
                bottom = Math.max(bottom, point.y());
            }
            return new Reach(left, top, right, bottom);
        }

        boolean meets(Reach other) {
            return left <= other.right && other.left <= right && top <= other.bottom && other.top <= bottom;
        }

        boolean meets(Area area) {
            return left <= area.right() && area.x() <= right && top <= area.bottom() && area.y() <= bottom;
        }
    }

    private record Drawn(Line line, Reach reach) {
    }
}
