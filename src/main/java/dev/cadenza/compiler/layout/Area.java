package dev.cadenza.compiler.layout;

/** A rectangle, in pixels, from its upper left corner. */
public record Area(int x, int y, int width, int height) {

    static Area around(int centerX, int centerY, int width, int height) {
        return new Area(centerX - width / 2, centerY - height / 2, width, height);
    }

    public int right() {
        return x + width;
    }

    public int bottom() {
        return y + height;
    }

    public int centerX() {
        return x + width / 2;
    }

    public int centerY() {
        return y + height / 2;
    }

    /** True where the two share more than an edge. */
    public boolean overlaps(Area other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    Area grown(int by) {
        return new Area(x - by, y - by, width + 2 * by, height + 2 * by);
    }

    Area moved(int dx, int dy) {
        return new Area(x + dx, y + dy, width, height);
    }

    Area with(Area other) {
        int left = Math.min(x, other.x);
        int top = Math.min(y, other.y);
        return new Area(left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
    }
}
