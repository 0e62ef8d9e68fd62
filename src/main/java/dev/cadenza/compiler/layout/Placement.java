package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Puts shapes where somebody drew them, and those that nobody drew into free room beside them. Where the drawn ones
 * would overlap, because an editor draws them smaller, the whole drawing is stretched.
 */
final class Placement {

    /** Most editors' nodes are about as large as a task; smaller shapes stand in the middle of such a place. */
    private static final int CELL_WIDTH = 110;
    private static final int CELL_HEIGHT = 80;
    private static final double[] STRETCHES = {1, 1.25, 1.5, 2, 3};
    private static final int APART = 8;
    private static final int BESIDE = 30;
    private static final int STEP = 10;
    private static final int FARTHEST = 90;

    private static final List<Point> AROUND = around();

    private final Drawing drawing;
    private final Map<String, Point> places;
    private final List<Shape> placed = new ArrayList<>();
    private boolean downwards;

    private Placement(Drawing drawing, Map<String, Point> places) {
        this.drawing = drawing;
        this.places = places;
    }

    /** Returns false where the drawn shapes overlap however far they are stretched; nothing has its place then. */
    static boolean place(Drawing drawing, Map<String, Point> places) {
        Placement placement = new Placement(drawing, places);
        for (double stretch : STRETCHES) {
            if (placement.drawn(stretch)) {
                placement.others();
                return true;
            }
        }
        return false;
    }

    private boolean drawn(double stretch) {
        placed.clear();
        for (Shape shape : drawing.shapes()) {
            Point place = places.get(shape.id);
            if (place == null) {
                continue;
            }
            int x = (int) Math.round(place.x() * stretch);
            int y = (int) Math.round(place.y() * stretch);
            shape.place(x + Math.max(CELL_WIDTH, shape.width) / 2, y + Math.max(CELL_HEIGHT, shape.height) / 2);
            if (!isFree(shape)) {
                return false;
            }
            placed.add(shape);
        }
        downwards = isDownwards();
        return !placed.isEmpty();
    }

    private boolean isDownwards() {
        long across = 0;
        long down = 0;
        for (Line line : drawing.lines()) {
            if (placed.contains(line.from) && placed.contains(line.to)) {
                across += Math.abs(line.from.area().centerX() - line.to.area().centerX());
                down += Math.abs(line.from.area().centerY() - line.to.area().centerY());
            }
        }
        return down > across;
    }

    /** Each time one that has a neighbour with a place, those before it first. */
    private void others() {
        List<Shape> open = new ArrayList<>(drawing.shapes());
        open.removeAll(placed);
        while (!open.isEmpty()) {
            Shape next = open.stream().filter(this::hasNeighbour).findFirst().orElse(open.get(0));
            put(next);
            placed.add(next);
            open.remove(next);
        }
    }

    private boolean hasNeighbour(Shape shape) {
        return Stream.concat(shape.in.stream().map(line -> line.from), shape.out.stream().map(line -> line.to))
                .anyMatch(placed::contains);
    }

    /** What leads to the one shape it belongs to stands before it, anything else after what leads to it. */
    private void put(Shape shape) {
        Shape after = shape.out.size() == 1 && placed.contains(shape.out.get(0).to)
                && (shape.in.isEmpty() || belongs(shape, shape.out.get(0).to)) ? shape.out.get(0).to : null;
        Shape before = shape.in.stream().map(line -> line.from).filter(placed::contains).findFirst().orElse(after);
        Shape beside = after != null ? after : before != null ? before : placed.get(0);
        int sign = beside == after ? -1 : 1;
        Area at = beside.area();
        int gap = Math.max(BESIDE, labelBetween(shape, beside) + 2 * APART);
        int x = at.centerX() + (downwards ? 0 : sign * (at.width() / 2 + gap + shape.fullWidth() / 2));
        int y = at.centerY() + (downwards ? sign * (at.height() / 2 + BESIDE + shape.height / 2) : 0);
        for (Point offset : AROUND) {
            shape.place(x + offset.x(), y + offset.y());
            if (isFree(shape)) {
                return;
            }
        }
        Area all = placed.stream().map(Shape::area).reduce(Area::with).orElse(at);
        shape.place(x, all.bottom() + CELL_HEIGHT);
    }

    /** What the line between the two has to say needs room. */
    private static int labelBetween(Shape one, Shape other) {
        return Stream.concat(one.in.stream(), one.out.stream())
                .filter(line -> line.from == other || line.to == other).mapToInt(line -> line.text.width()).max()
                .orElse(0);
    }

    /** Parts of a step have its id and a word of their own. */
    private static boolean belongs(Shape part, Shape other) {
        int end = part.id.lastIndexOf('-');
        return end > 0 && (other.id.equals(part.id.substring(0, end))
                || other.id.startsWith(part.id.substring(0, end + 1)));
    }

    private boolean isFree(Shape shape) {
        for (Shape other : placed) {
            if (room(shape).stream().anyMatch(mine -> room(other).stream().anyMatch(mine::overlaps))) {
                return false;
            }
        }
        return true;
    }

    private static List<Area> room(Shape shape) {
        Area area = shape.area().grown(APART);
        Area label = shape.label();
        return label == null ? List.of(area) : List.of(area, label);
    }

    private static List<Point> around() {
        List<Point> around = new ArrayList<>();
        for (int x = -FARTHEST; x <= FARTHEST; x++) {
            for (int y = -FARTHEST; y <= FARTHEST; y++) {
                around.add(new Point(x * STEP, y * STEP));
            }
        }
        around.sort(Comparator.comparingInt((Point point) -> point.x() * point.x() + point.y() * point.y())
                .thenComparingInt(Point::y).thenComparingInt(Point::x));
        return List.copyOf(around);
    }
}
