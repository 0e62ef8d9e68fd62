package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.List;

/** A horizontal or vertical piece of a line. */
public record Segment(Point from, Point to) {

    /** The pieces of a line through these points. */
    public static List<Segment> between(List<Point> points) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            segments.add(new Segment(points.get(i - 1), points.get(i)));
        }
        return segments;
    }

    public boolean isHorizontal() {
        return from.y() == to.y();
    }

    int length() {
        return Math.abs(from.x() - to.x()) + Math.abs(from.y() - to.y());
    }

    int left() {
        return Math.min(from.x(), to.x());
    }

    int right() {
        return Math.max(from.x(), to.x());
    }

    int top() {
        return Math.min(from.y(), to.y());
    }

    int bottom() {
        return Math.max(from.y(), to.y());
    }

    /** True where the segment runs through the inside of the area. */
    public boolean hits(Area area) {
        return left() < area.right() && right() > area.x() && top() < area.bottom() && bottom() > area.y();
    }

    /** True where the two run along each other for more than a point. */
    public boolean covers(Segment other) {
        if (isHorizontal() && other.isHorizontal()) {
            return from.y() == other.from.y() && left() < other.right() && other.left() < right();
        }
        return !isHorizontal() && !other.isHorizontal() && from.x() == other.from.x()
                && top() < other.bottom() && other.top() < bottom();
    }

    boolean crosses(Segment other) {
        if (isHorizontal() == other.isHorizontal()) {
            return false;
        }
        return left() <= other.right() && other.left() <= right() && top() <= other.bottom() && other.top() <= bottom();
    }
}
