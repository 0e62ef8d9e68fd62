package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line with an arrow from one shape to another, of horizontal and vertical segments. */
public final class Line {

    final String id;
    final Shape from;
    final Shape to;
    final TextSize text;
    /** True where the line closes a loop, so that it runs against the reading direction. */
    boolean back;
    /** The row in which the long part of the line runs. */
    int lane;
    private List<Point> points = List.of();
    private @Nullable Area label;

    Line(String id, Shape from, Shape to, TextSize text) {
        this.id = id;
        this.from = from;
        this.to = to;
        this.text = text;
    }

    public String id() {
        return id;
    }

    public Shape from() {
        return from;
    }

    public Shape to() {
        return to;
    }

    public List<Point> points() {
        return points;
    }

    /** Where the label stands; null where the line has none. */
    public @Nullable Area label() {
        return label;
    }

    public List<Segment> segments() {
        List<Segment> segments = new ArrayList<>();
        for (int i = 1; i < points.size(); i++) {
            segments.add(new Segment(points.get(i - 1), points.get(i)));
        }
        return segments;
    }

    void draw(List<Point> way) {
        points = List.copyOf(way);
    }

    void label(Area area) {
        label = area;
    }

    void move(int dx, int dy) {
        points = points.stream().map(point -> new Point(point.x() + dx, point.y() + dy)).toList();
        label = label == null ? null : label.moved(dx, dy);
    }

    /** True where the two may run along each other for a while: they come from, or go to, the same shape. */
    boolean mayShareWith(Line other) {
        return from == other.from || to == other.to;
    }
}
