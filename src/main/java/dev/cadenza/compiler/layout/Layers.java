package dev.cadenza.compiler.layout;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Marks the lines that close loops and gives each shape the layer after the last of those that lead to it. */
final class Layers {

    private final List<Shape> finished = new ArrayList<>();
    private final Set<Shape> seen = new HashSet<>();
    private final Set<Shape> open = new HashSet<>();

    private Layers() {
    }

    static void assign(Drawing drawing) {
        Layers layers = new Layers();
        drawing.shapes().stream().filter(shape -> shape.in.isEmpty()).forEach(layers::visit);
        drawing.shapes().forEach(layers::visit);
        Collections.reverse(layers.finished);
        for (Shape shape : layers.finished) {
            shape.layer = forward(shape.in).mapToInt(line -> line.from.layer + 1).max().orElse(0);
        }
    }

    /** The number of layers that follow each shape on the longest way. */
    static Map<Shape, Integer> rest(Drawing drawing) {
        Map<Shape, Integer> rest = new HashMap<>();
        drawing.shapes().stream().sorted((a, b) -> b.layer - a.layer).forEach(shape ->
                rest.put(shape, forward(shape.out).mapToInt(line -> rest.get(line.to) + 1).max().orElse(0)));
        return rest;
    }

    static Stream<Line> forward(List<Line> lines) {
        return lines.stream().filter(line -> !line.back);
    }

    /** Depth first, without recursion: a plan may be long. */
    private void visit(Shape first) {
        if (!seen.add(first)) {
            return;
        }
        Deque<Shape> path = new ArrayDeque<>();
        Map<Shape, Iterator<Line>> left = new HashMap<>();
        enter(first, path, left);
        while (!path.isEmpty()) {
            Shape shape = path.peek();
            Iterator<Line> lines = left.get(shape);
            if (lines.hasNext()) {
                Line line = lines.next();
                line.back = open.contains(line.to);
                if (seen.add(line.to)) {
                    enter(line.to, path, left);
                }
            } else {
                open.remove(path.pop());
                finished.add(shape);
            }
        }
    }

    private void enter(Shape shape, Deque<Shape> path, Map<Shape, Iterator<Line>> left) {
        path.push(shape);
        open.add(shape);
        left.put(shape, shape.out.iterator());
    }
}
