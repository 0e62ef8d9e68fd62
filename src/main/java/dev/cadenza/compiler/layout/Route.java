package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A way that a line might take, with what it costs by itself: its length and its bends. */
record Route(List<Point> points, int cost) {

    private static final int BEND = 40;

    /** A side of a shape at which a line can leave or arrive, and the vertical on which it then runs. */
    record Port(Point at, int vertical, int cost) {
    }

    /** From one port along a horizontal at {@code y} to another; empty where the line would turn back on itself. */
    static Optional<Route> of(Port from, int y, Port to, int cost) {
        return through(List.of(from.at(), new Point(from.vertical(), from.at().y()), new Point(from.vertical(), y),
                new Point(to.vertical(), y), new Point(to.vertical(), to.at().y()), to.at()),
                cost + from.cost() + to.cost());
    }

    /**
     * What {@link #of} would cost, without drawing it: its moves go alternately to the side and up or down.
     *
     * @return -1 where the line would turn back on itself
     */
    static int cost(Port from, int y, Port to, int cost) {
        int length = 0;
        int pieces = 0;
        int last = 0;
        for (int move = 0; move < 5; move++) {
            int way = switch (move) {
                case 0 -> from.vertical() - from.at().x();
                case 1 -> y - from.at().y();
                case 2 -> to.vertical() - from.vertical();
                case 3 -> to.at().y() - y;
                default -> to.at().x() - to.vertical();
            };
            if (way != 0) {
                int direction = (move % 2 + 1) * Integer.signum(way);
                if (direction == -last) {
                    return -1;
                }
                pieces += direction == last ? 0 : 1;
                last = direction;
                length += Math.abs(way);
            }
        }
        return cost + from.cost() + to.cost() + length / 10 + (pieces - 1) * BEND;
    }

    /** From corner to corner; empty where the line would turn back on itself. */
    static Optional<Route> through(List<Point> corners, int cost) {
        List<Point> points = new ArrayList<>();
        for (Point corner : corners) {
            if (!extend(points, corner)) {
                return Optional.empty();
            }
        }
        int length = 0;
        for (int i = 1; i < points.size(); i++) {
            length += Math.abs(points.get(i).x() - points.get(i - 1).x())
                    + Math.abs(points.get(i).y() - points.get(i - 1).y());
        }
        return Optional.of(new Route(points, cost + length / 10 + (points.size() - 2) * BEND));
    }

    /** Goes on to the next corner; returns false where that means going back. */
    private static boolean extend(List<Point> points, Point corner) {
        int size = points.size();
        if (size > 0 && points.get(size - 1).equals(corner)) {
            return true;
        }
        if (size > 1 && straight(points.get(size - 2), points.get(size - 1), corner)) {
            if (!between(points.get(size - 2), points.get(size - 1), corner)) {
                return false;
            }
            points.remove(size - 1);
        }
        return points.add(corner);
    }

    List<Segment> segments() {
        return Segment.between(points);
    }

    private static boolean straight(Point a, Point b, Point c) {
        return a.x() == b.x() && b.x() == c.x() || a.y() == b.y() && b.y() == c.y();
    }

    private static boolean between(Point a, Point b, Point c) {
        return (b.x() - a.x()) * (c.x() - b.x()) >= 0 && (b.y() - a.y()) * (c.y() - b.y()) >= 0;
    }
}
