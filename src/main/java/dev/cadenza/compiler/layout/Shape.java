package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something drawn at a place of its own. Its label stands inside, above or below it. */
public final class Shape {

    /** Where the text of a shape stands. */
    public enum LabelPlace { INSIDE, ABOVE, BELOW }

    private static final int LABEL_GAP = 5;

    final String id;
    final int width;
    final int height;
    final LabelPlace labelPlace;
    final TextSize text;
    final List<Line> out = new ArrayList<>();
    final List<Line> in = new ArrayList<>();
    int layer;
    int row;
    private Area area = new Area(0, 0, 0, 0);

    /** @param text size of the label; inside a shape it takes no room of its own */
    public Shape(String id, int width, int height, LabelPlace labelPlace, TextSize text) {
        this.id = id;
        this.width = width;
        this.height = height;
        this.labelPlace = labelPlace;
        this.text = text;
    }

    public String id() {
        return id;
    }

    public Area area() {
        return area;
    }

    /** Where the label stands; null where it stands inside or is empty. */
    public @Nullable Area label() {
        if (labelPlace == LabelPlace.INSIDE || text.isEmpty()) {
            return null;
        }
        int y = labelPlace == LabelPlace.BELOW ? area.bottom() + LABEL_GAP : area.y() - LABEL_GAP - text.height();
        return new Area(area.centerX() - text.width() / 2, y, text.width(), text.height());
    }

    void place(int centerX, int centerY) {
        area = Area.around(centerX, centerY, width, height);
    }

    void move(int dx, int dy) {
        area = area.moved(dx, dy);
    }

    int fullWidth() {
        return labelPlace == LabelPlace.INSIDE ? width : Math.max(width, text.width());
    }

    int ascent() {
        return height / 2 + (labelPlace == LabelPlace.ABOVE && !text.isEmpty() ? LABEL_GAP + text.height() : 0);
    }

    int descent() {
        return height / 2 + (labelPlace == LabelPlace.BELOW && !text.isEmpty() ? LABEL_GAP + text.height() : 0);
    }
}
