package dev.cadenza.compiler.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives each shape its row and each line the row of its long part. The longest way runs straight in row 0. What parts
 * from a way takes the next row below that is free as far as it goes, those that part late before those that part
 * early, so that ways which join again lie inside one another and do not cross. Loops close above row 0, or below.
 */
final class Rows {

    private final Map<Shape, Integer> rest;
    private final Set<Shape> placed = new HashSet<>();
    /**
     * The lowest row that is taken, for the left and the right half of each layer: a line that arrives from the left
     * at the middle of a shape and one that arrives from the right are not in each other's way.
     */
    private final int[] lowest;
    private final int[] highest;

    private Rows(Drawing drawing) {
        this.rest = Layers.rest(drawing);
        int layers = drawing.shapes().stream().mapToInt(shape -> shape.layer + 1).max().orElse(0);
        this.lowest = new int[2 * layers];
        Arrays.fill(lowest, -1);
        this.highest = new int[2 * layers];
    }

    static void assign(Drawing drawing) {
        Rows rows = new Rows(drawing);
        drawing.shapes().stream().filter(shape -> shape.in.isEmpty()).forEach(rows::begin);
        drawing.shapes().forEach(rows::begin);
        drawing.lines().stream().filter(line -> line.back)
                .sorted(Comparator.comparingInt(line -> line.from.layer - line.to.layer)).forEach(rows::close);
    }

    private void begin(Shape first) {
        if (!placed.contains(first)) {
            place(chain(first), left(first));
        }
    }

    /** The way on from here through shapes without a row yet, each time the longest. */
    private List<Shape> chain(Shape first) {
        List<Shape> chain = new ArrayList<>();
        for (Optional<Shape> shape = Optional.of(first); shape.isPresent(); shape = onward(shape.get())) {
            chain.add(shape.get());
        }
        return chain;
    }

    private Optional<Shape> onward(Shape shape) {
        Shape longest = null;
        for (Line line : Layers.forward(shape.out).toList()) {
            if (!placed.contains(line.to) && (longest == null || rest.get(line.to) > rest.get(longest))) {
                longest = line.to;
            }
        }
        return Optional.ofNullable(longest);
    }

    /** Puts a chain into one row, from where its first line leaves to where its last line arrives. */
    private int place(List<Shape> chain, int from) {
        placed.addAll(chain);
        Optional<Line> joining = joining(chain);
        int row = below(from, joining.map(line -> left(line.to)).orElse(right(chain.get(chain.size() - 1))));
        chain.forEach(shape -> shape.row = row);
        joining.ifPresent(line -> line.lane = row);
        for (int i = chain.size() - 1; i >= 0; i--) {
            Shape next = i + 1 < chain.size() ? chain.get(i + 1) : null;
            partings(chain.get(i), next, joining, row);
        }
        return row;
    }

    private static Optional<Line> joining(List<Shape> chain) {
        return Layers.forward(chain.get(chain.size() - 1).out).findFirst();
    }

    /** Ways that join soon lie inside those that join late, those that never join outside. */
    private void partings(Shape shape, @Nullable Shape next, Optional<Line> joining, int row) {
        List<Line> lines = new ArrayList<>(Layers.forward(shape.out).toList());
        lines.stream().filter(line -> line.to == next).findFirst().ifPresent(straight -> {
            straight.lane = row;
            lines.remove(straight);
        });
        joining.ifPresent(lines::remove);
        lines.sort(Comparator.comparingInt(this::end));
        lines.forEach(this::part);
    }

    private int end(Line line) {
        return placed.contains(line.to) ? line.to.layer
                : joining(chain(line.to)).map(joining -> joining.to.layer).orElse(Integer.MAX_VALUE);
    }

    private void part(Line line) {
        line.lane = placed.contains(line.to) ? below(right(line.from), left(line.to))
                : place(chain(line.to), right(line.from));
    }

    private void close(Line line) {
        if (line.from.row == 0 && line.to.row == 0 && line.from.labelPlace != Shape.LabelPlace.ABOVE) {
            line.lane = above(right(line.to), left(line.from));
        } else {
            line.lane = below(right(line.to), left(line.from));
        }
    }

    private int above(int from, int to) {
        int row = Arrays.stream(highest, from, to + 1).min().orElse(0) - 1;
        Arrays.fill(highest, from, to + 1, row);
        return row;
    }

    /** Takes the next row below all that is there from one half layer to the other. */
    private int below(int from, int to) {
        int row = Arrays.stream(lowest, from, to + 1).max().orElse(-1) + 1;
        Arrays.fill(lowest, from, to + 1, row);
        return row;
    }

    private static int left(Shape shape) {
        return 2 * shape.layer;
    }

    private static int right(Shape shape) {
        return 2 * shape.layer + 1;
    }
}
