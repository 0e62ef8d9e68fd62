package dev.cadenza.compiler;

import dev.cadenza.compiler.layout.Area;
import dev.cadenza.compiler.layout.Drawing;
import dev.cadenza.compiler.layout.Line;
import dev.cadenza.compiler.layout.Point;
import dev.cadenza.compiler.layout.Shape;
import dev.cadenza.compiler.layout.Shape.LabelPlace;
import dev.cadenza.compiler.layout.TextSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Event;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;

/**
 * Third pass: lays the process out, its event subprocesses side by side below the main flow, and writes the diagram.
 */
final class Diagram {

    private static final int MARGIN = 60;
    private static final int BELOW = 60;
    private static final int BETWEEN = 50;
    private static final int PADDING = 30;
    private static final int TITLE = 24;
    private static final int TASK_WIDTH = 110;
    private static final int WIDE_TASK = 180;
    private static final int TASK_HEIGHT = 80;
    private static final int TASK_PADDING = 12;
    private static final int TASK_LINES = 4;
    /** Height of the sign in the corner that says what kind of task it is. */
    private static final int TASK_MARKER = 26;
    private static final int EVENT = 36;
    private static final int GATEWAY = 50;

    private final DiagramWriter writer;

    private Diagram(DiagramWriter writer) {
        this.writer = writer;
    }

    /** @param places where steps were drawn; empty where the diagram is laid out by itself */
    static void draw(BpmnModelInstance model, Map<String, Plan.Place> places) {
        Process process = model.getModelElementsByType(Process.class).iterator().next();
        new Diagram(new DiagramWriter(model, process)).draw(process, places);
    }

    private void draw(Process process, Map<String, Plan.Place> places) {
        Area main = main(process.getFlowElements(), places);
        int x = main.x();
        for (FlowElement element : process.getFlowElements()) {
            if (element instanceof SubProcess subProcess) {
                x = draw(subProcess, x, main.bottom() + BELOW).right() + BETWEEN;
            }
        }
    }

    private Area draw(SubProcess subProcess, int x, int y) {
        Drawing drawing = arrange(subProcess.getFlowElements());
        drawing.moveTo(x + PADDING, y + PADDING + TITLE);
        Area inside = drawing.bounds();
        Area area = new Area(x, y, inside.width() + 2 * PADDING, inside.height() + 2 * PADDING + TITLE);
        writer.shape(subProcess, area, null);
        write(subProcess.getFlowElements(), drawing);
        return area;
    }

    /** Where the steps were drawn, as far as that can be read. */
    private Area main(Collection<FlowElement> elements, Map<String, Plan.Place> places) {
        Map<String, Point> points = new HashMap<>();
        places.forEach((id, place) -> points.put(id, new Point((int) Math.round(place.x()),
                (int) Math.round(place.y()))));
        Drawing drawing = shapes(elements);
        if (points.isEmpty() || !drawing.layOut(points)) {
            drawing = arrange(elements);
            drawing.moveTo(MARGIN, MARGIN);
        }
        write(elements, drawing);
        return drawing.bounds();
    }

    private static Drawing arrange(Collection<FlowElement> elements) {
        Drawing drawing = shapes(elements);
        drawing.layOut();
        return drawing;
    }

    private static Drawing shapes(Collection<FlowElement> elements) {
        Drawing drawing = new Drawing();
        for (FlowElement element : elements) {
            if (element instanceof FlowNode node && !(element instanceof SubProcess)) {
                drawing.add(shape(node));
            }
        }
        for (FlowElement element : elements) {
            if (element instanceof SequenceFlow flow) {
                drawing.connect(flow.getId(), flow.getSource().getId(), flow.getTarget().getId(), label(flow));
            }
        }
        return drawing;
    }

    private static Shape shape(FlowNode node) {
        if (node instanceof Event) {
            return new Shape(node.getId(), EVENT, EVENT, LabelPlace.BELOW, label(node));
        }
        if (node instanceof Gateway) {
            return new Shape(node.getId(), GATEWAY, GATEWAY, LabelPlace.ABOVE, label(node));
        }
        String name = node.getName();
        boolean wide = TextSize.of(name, TASK_WIDTH - TASK_PADDING).lines() > TASK_LINES;
        int width = wide ? WIDE_TASK : TASK_WIDTH;
        TextSize text = TextSize.of(name, width - TASK_PADDING);
        return new Shape(node.getId(), width, Math.max(TASK_HEIGHT, text.height() + 2 * TASK_MARKER),
                LabelPlace.INSIDE, text);
    }

    private static TextSize label(FlowElement element) {
        return element.getName() == null ? TextSize.none() : TextSize.of(element.getName(), TextSize.LABEL_WIDTH);
    }

    private void write(Collection<FlowElement> elements, Drawing drawing) {
        Map<String, FlowElement> byId = new HashMap<>();
        elements.forEach(element -> byId.put(element.getId(), element));
        for (Shape shape : drawing.shapes()) {
            writer.shape((FlowNode) byId.get(shape.id()), shape.area(), shape.label());
        }
        List<Line> lines = drawing.lines();
        lines.forEach(line -> writer.edge((SequenceFlow) byId.get(line.id()), line));
    }
}
