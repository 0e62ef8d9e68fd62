package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Draws lines between shapes that stand anywhere: each on the cheapest of its possible ways, which leave and arrive at
 * any side. Between shapes that somebody drew close together there may be no free way; then the least bad is taken.
 */
final class FreeRouter {

    private static final int THROUGH = 20_000;
    private static final int ODD_SIDE = 25;
    private static final int[] STUBS = {14, 24, 34, 44};
    private static final int LANES = 6;
    private static final int LANE = 12;
    private static final int CLEARANCE = 5;

    private final Drawing drawing;
    private final Area all;
    private final List<Line> drawn = new ArrayList<>();

    private FreeRouter(Drawing drawing) {
        this.drawing = drawing;
        this.all = drawing.shapes().stream().map(Shape::area).reduce(Area::with).orElse(new Area(0, 0, 0, 0));
    }

    /** A side of a shape. @param dx and {@code dy}: the direction away from it */
    private record Side(Point at, int dx, int dy, int cost) {

        Point out(int by) {
            return new Point(at.x() + dx * by, at.y() + dy * by);
        }
    }

    static void route(Drawing drawing) {
        FreeRouter router = new FreeRouter(drawing);
        drawing.lines().stream().sorted(Comparator.comparingInt(FreeRouter::distance)).forEach(router::draw);
        FlowLabels.place(drawing);
    }

    private static int distance(Line line) {
        return Math.abs(line.from.area().centerX() - line.to.area().centerX())
                + Math.abs(line.from.area().centerY() - line.to.area().centerY());
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
            int cost = route.cost() + hindrances(route.segments(), line, least - route.cost());
            if (cost < least) {
                least = cost;
                best = route;
            }
        }
        if (best == null) {
            throw new IllegalStateException("No way for the line " + line.id);
        }
        line.draw(best.points());
        drawn.add(line);
    }

    private List<Route> routes(Line line) {
        Set<Integer> xs = lanes(line.from.area().x(), line.from.area().right(), line.to.area().x(),
                line.to.area().right(), all.x(), all.right());
        Set<Integer> ys = lanes(line.from.area().y(), line.from.area().bottom(), line.to.area().y(),
                line.to.area().bottom(), all.y(), all.bottom());
        List<Route> routes = new ArrayList<>();
        for (Side from : sides(line.from, false)) {
            for (Side to : sides(line.to, true)) {
                for (int stub : STUBS) {
                    ways(from, to, stub, xs, ys, routes);
                }
            }
        }
        return routes;
    }

    private static void ways(Side from, Side to, int stub, Set<Integer> xs, Set<Integer> ys, List<Route> routes) {
        Point a = from.out(stub);
        Point b = to.out(stub);
        int cost = from.cost() + to.cost() + stub / 2;
        add(List.of(from.at(), a, new Point(a.x(), b.y()), b, to.at()), cost, routes);
        add(List.of(from.at(), a, new Point(b.x(), a.y()), b, to.at()), cost, routes);
        for (int x : xs) {
            add(List.of(from.at(), a, new Point(x, a.y()), new Point(x, b.y()), b, to.at()), cost, routes);
        }
        for (int y : ys) {
            add(List.of(from.at(), a, new Point(a.x(), y), new Point(b.x(), y), b, to.at()), cost, routes);
        }
    }

    private static void add(List<Point> corners, int cost, List<Route> routes) {
        Optional<Route> route = Route.through(corners, cost);
        route.ifPresent(routes::add);
    }

    /** Between the two, and beside each of them and all there is. */
    private static Set<Integer> lanes(int fromLow, int fromHigh, int toLow, int toHigh, int low, int high) {
        Set<Integer> lanes = new LinkedHashSet<>();
        lanes.add((fromLow + fromHigh + toLow + toHigh) / 4);
        lanes.add((Math.min(fromHigh, toHigh) + Math.max(fromLow, toLow)) / 2);
        for (int i = 1; i <= LANES; i++) {
            for (int edge : new int[] {fromLow, toLow, low}) {
                lanes.add(edge - i * LANE - CLEARANCE);
            }
            for (int edge : new int[] {fromHigh, toHigh, high}) {
                lanes.add(edge + i * LANE + CLEARANCE);
            }
        }
        return lanes;
    }

    /** Reading direction is to the right and down: from there lines leave, from the other sides they arrive. */
    private static List<Side> sides(Shape shape, boolean arrival) {
        Area area = shape.area();
        return List.of(
                new Side(new Point(area.right(), area.centerY()), 1, 0, arrival ? ODD_SIDE : 0),
                new Side(new Point(area.x(), area.centerY()), -1, 0, arrival ? 0 : ODD_SIDE),
                new Side(new Point(area.centerX(), area.bottom()), 0, 1, arrival ? ODD_SIDE : 0),
                new Side(new Point(area.centerX(), area.y()), 0, -1, arrival ? 0 : ODD_SIDE));
    }

    /** @param enough more than this needs no exact figure */
    private int hindrances(List<Segment> segments, Line line, int enough) {
        int cost = 0;
        for (Shape shape : drawing.shapes()) {
            boolean end = shape == line.from || shape == line.to;
            Area area = end ? shape.area() : shape.area().grown(CLEARANCE);
            Area label = shape.label();
            for (Segment segment : segments) {
                cost += segment.hits(area) ? THROUGH : 0;
                cost += label != null && segment.hits(label) ? THROUGH / 4 : 0;
            }
            if (cost > enough) {
                return cost;
            }
        }
        for (Line other : drawn) {
            cost += line.conflicts(segments, other);
        }
        return cost;
    }
}
