package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes and the lines between them. {@link #layOut} gives each its place. */
public final class Drawing {

    private static final int MOST_SPREAD = 5;

    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();

    public void add(Shape shape) {
        shapes.put(shape.id, shape);
    }

    /** Adds a line between two shapes that were added before. */
    public void connect(String id, String from, String to, TextSize text) {
        Line line = new Line(id, shapes.get(from), shapes.get(to), text);
        line.from.out.add(line);
        line.to.in.add(line);
        lines.add(line);
    }

    public Collection<Shape> shapes() {
        return shapes.values();
    }

    public List<Line> lines() {
        return lines;
    }

    /**
     * Places the shapes in layers from left to right and draws the lines round them. Where lines would have to run
     * along each other or labels to cover something, tries again with more room.
     */
    public void layOut() {
        Layers.assign(this);
        Rows.assign(this);
        for (int spread = 0; spread <= MOST_SPREAD; spread++) {
            Grid grid = new Grid(this, spread);
            boolean apart = new Router(this, grid).route();
            if (FlowLabels.place(this) && apart) {
                break;
            }
        }
    }

    /**
     * Leaves shapes where somebody drew them, finds places for the others, and draws the lines round them.
     *
     * @param places upper left corners by id
     * @return false where that can't be drawn, because drawn shapes cover each other
     */
    public boolean layOut(Map<String, Point> places) {
        if (!Placement.place(this, places)) {
            return false;
        }
        FreeRouter.route(this);
        return true;
    }

    /** The smallest rectangle around everything. */
    public Area bounds() {
        Area bounds = null;
        for (Area area : areas()) {
            bounds = bounds == null ? area : bounds.with(area);
        }
        return bounds == null ? new Area(0, 0, 0, 0) : bounds;
    }

    /** Moves everything so that the upper left corner of {@link #bounds} comes to stand there. */
    public void moveTo(int x, int y) {
        Area bounds = bounds();
        shapes.values().forEach(shape -> shape.move(x - bounds.x(), y - bounds.y()));
        lines.forEach(line -> line.move(x - bounds.x(), y - bounds.y()));
    }

    private List<Area> areas() {
        List<Area> areas = new ArrayList<>();
        for (Shape shape : shapes.values()) {
            areas.add(shape.area());
            if (shape.label() != null) {
                areas.add(shape.label());
            }
        }
        for (Line line : lines) {
            line.points().forEach(point -> areas.add(new Area(point.x(), point.y(), 0, 0)));
            if (line.label() != null) {
                areas.add(line.label());
            }
        }
        return areas;
    }
}
