package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Columns for layers and rows, with channels between columns and gutters between rows that hold no shape and no label
 * of one, so that a line finds a way round everything. Places the shapes.
 */
final class Grid {

    private static final int CHANNEL = 50;
    private static final int GUTTER = 40;
    private static final int LANE = 12;
    /** Distance of lines that run side by side. */
    private static final int TRACK = 10;

    private final int spread;
    private final int firstRow;
    private final int[] columnLeft;
    private final int[] columnRight;
    private final int[] rowTop;
    private final int[] rowMiddle;
    private final int[] rowBottom;

    /** @param spread how many tracks to add to each channel and gutter */
    Grid(Drawing drawing, int spread) {
        this.spread = spread;
        Collection<Shape> shapes = drawing.shapes();
        int layers = shapes.stream().mapToInt(shape -> shape.layer + 1).max().orElse(0);
        columnLeft = new int[layers];
        columnRight = new int[layers];
        columns(shapes);
        firstRow = Math.min(0, drawing.lines().stream().mapToInt(line -> line.lane).min().orElse(0));
        int rows = 1 - firstRow + Math.max(shapes.stream().mapToInt(shape -> shape.row).max().orElse(0),
                drawing.lines().stream().mapToInt(line -> line.lane).max().orElse(0));
        rowTop = new int[rows];
        rowMiddle = new int[rows];
        rowBottom = new int[rows];
        rows(drawing);
        shapes.forEach(shape -> shape.place(center(shape.layer), middle(shape.row)));
    }

    private void columns(Collection<Shape> shapes) {
        int x = 0;
        for (int layer = 0; layer < columnLeft.length; layer++) {
            int width = 0;
            int channel = CHANNEL;
            for (Shape shape : shapes) {
                if (shape.layer == layer) {
                    width = Math.max(width, shape.fullWidth());
                    int label = shape.out.stream().mapToInt(line -> line.text.width()).max().orElse(0);
                    channel = Math.max(channel, label + 3 * TRACK - (shape.fullWidth() - shape.width) / 2);
                }
            }
            columnLeft[layer] = x;
            columnRight[layer] = x + width + width % 2;
            x = columnRight[layer] + channel + 2 * spread * TRACK;
        }
    }

    private void rows(Drawing drawing) {
        int y = 0;
        for (int i = 0; i < rowTop.length; i++) {
            int row = i + firstRow;
            int labels = drawing.lines().stream().filter(line -> line.lane == row)
                    .mapToInt(line -> line.text.height() + FlowLabels.GAP).max().orElse(0);
            int ascent = Math.max(Math.max(LANE, labels), most(drawing, row, Shape::ascent));
            int descent = Math.max(LANE, most(drawing, row, Shape::descent));
            rowTop[i] = y;
            rowMiddle[i] = y + ascent;
            rowBottom[i] = y + ascent + descent;
            y = rowBottom[i] + GUTTER + 2 * spread * TRACK;
        }
    }

    private static int most(Drawing drawing, int row, ToIntFunction<Shape> size) {
        return drawing.shapes().stream().filter(shape -> shape.row == row).mapToInt(size).max().orElse(0);
    }

    int center(int layer) {
        return (columnLeft[layer] + columnRight[layer]) / 2;
    }

    int middle(int row) {
        return rowMiddle[row - firstRow];
    }

    /** Where a vertical line can run to the right of a layer, the middle first; layer -1 is left of everything. */
    List<Integer> channel(int layer) {
        int from = layer < 0 ? columnLeft[0] - CHANNEL : columnRight[layer];
        int to = layer < 0 ? columnLeft[0]
                : layer + 1 < columnLeft.length ? columnLeft[layer + 1] : from + CHANNEL;
        return tracks(from, to);
    }

    /** Where a horizontal line can run above and below a row. */
    List<Integer> gutters(int row) {
        int i = row - firstRow;
        List<Integer> gutters = new ArrayList<>(
                tracks(i == 0 ? rowTop[0] - GUTTER : rowBottom[i - 1], rowTop[i]));
        gutters.addAll(tracks(rowBottom[i], i + 1 < rowTop.length ? rowTop[i + 1] : rowBottom[i] + GUTTER));
        return gutters;
    }

    private static List<Integer> tracks(int from, int to) {
        List<Integer> tracks = new ArrayList<>();
        int middle = (from + to) / 2;
        tracks.add(middle);
        for (int step = TRACK; middle - step > from && middle + step < to; step += TRACK) {
            tracks.add(middle - step);
            tracks.add(middle + step);
        }
        return tracks;
    }
}
