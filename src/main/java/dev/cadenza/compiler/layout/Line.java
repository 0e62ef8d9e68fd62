package dev.cadenza.compiler.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line with an arrow from one shape to another, of horizontal and vertical segments. */
public final class Line {

    private static final int CROSSING = 60;
    /** What it costs to run along another line, which nobody could follow then. */
    static final int ALONG = 10_000;

    final String id;
    final Shape from;
    final Shape to;
    final TextSize text;
    /** True where the line closes a loop, so that it runs against the reading direction. */
    boolean back;
    /** The row in which the long part of the line runs. */
    int lane;
    private List<Point> points = List.of();
    private List<Segment> segments = List.of();
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
        return segments;
    }

    /** Draws the line anew, without its label. */
    void draw(List<Point> way) {
        points = List.copyOf(way);
        segments = Segment.between(points);
        label = null;
    }

    void label(Area area) {
        label = area;
    }

    void move(int dx, int dy) {
        Area moved = label == null ? null : label.moved(dx, dy);
        draw(points.stream().map(point -> new Point(point.x() + dx, point.y() + dy)).toList());
        label = moved;
    }

    /** What it costs to draw this line along these pieces beside one that is drawn: crossings, and what they share. */
    int conflicts(List<Segment> way, Line other) {
        int cost = 0;
        boolean related = from == other.from || to == other.to;
        for (Segment theirs : other.segments) {
            for (Segment segment : way) {
                if (segment.covers(theirs)) {
                    cost += mayShare(segment, other) ? 0 : ALONG;
                } else if (!related && segment.crosses(theirs)) {
                    cost += CROSSING;
                }
            }
        }
        return cost;
    }

    /**
     * True where the two may share this piece, because they begin or end at the same shape. Those that do both share
     * only what goes up or down, else one could not be told from the other.
     */
    boolean mayShare(Segment segment, Line other) {
        return from == other.from ? to != other.to || !segment.isHorizontal() : to == other.to;
    }
}
