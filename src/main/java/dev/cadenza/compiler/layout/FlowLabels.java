package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.List;

/** Puts the labels of lines beside them, where they cover nothing: above or below a level part, else beside it. */
final class FlowLabels {

    /** Between a line and its label. */
    static final int GAP = 6;
    private static final int INDENT = 10;

    private final Drawing drawing;

    private FlowLabels(Drawing drawing) {
        this.drawing = drawing;
    }

    /** Returns false where a label had to cover something. */
    static boolean place(Drawing drawing) {
        FlowLabels labels = new FlowLabels(drawing);
        boolean free = true;
        for (Line line : drawing.lines()) {
            free &= line.text.isEmpty() || labels.place(line);
        }
        return free;
    }

    private boolean place(Line line) {
        List<Area> places = places(line);
        Area best = places.get(0);
        int least = Integer.MAX_VALUE;
        for (Area place : places) {
            int covered = covered(place, least);
            if (covered < least) {
                least = covered;
                best = place;
            }
            if (least == 0) {
                break;
            }
        }
        line.label(best);
        return least == 0;
    }

    private List<Area> places(Line line) {
        int width = line.text.width();
        int height = line.text.height();
        List<Area> level = new ArrayList<>();
        List<Area> upright = new ArrayList<>();
        for (Segment segment : line.segments()) {
            if (segment.isHorizontal()) {
                boolean onward = segment.from().x() < segment.to().x();
                int room = Math.max(0, segment.length() - width - 2 * INDENT);
                for (int shift = INDENT; shift <= INDENT + room; shift += INDENT) {
                    int x = onward ? segment.left() + shift : segment.right() - shift - width;
                    level.add(new Area(x, segment.top() - GAP - height, width, height));
                    level.add(new Area(x, segment.top() + GAP, width, height));
                }
            } else {
                int y = segment.top() + (segment.length() - height) / 2;
                upright.add(new Area(segment.left() + GAP, y, width, height));
                upright.add(new Area(segment.left() - GAP - width, y, width, height));
            }
        }
        level.addAll(upright);
        return level;
    }

    /** @param enough this much needs no exact figure: another place covers less */
    private int covered(Area place, int enough) {
        int covered = 0;
        for (Shape shape : drawing.shapes()) {
            Area label = shape.label();
            covered += shape.area().overlaps(place) || label != null && label.overlaps(place) ? 1 : 0;
        }
        for (Line other : drawing.lines()) {
            if (covered >= enough) {
                return covered;
            }
            for (Segment segment : other.segments()) {
                covered += segment.hits(place) ? 1 : 0;
            }
            Area label = other.label();
            covered += label != null && label.overlaps(place) ? 1 : 0;
        }
        return covered;
    }
}
