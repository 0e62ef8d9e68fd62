package dev.cadenza.compiler;

import dev.cadenza.compiler.layout.Area;
import dev.cadenza.compiler.layout.Point;
import dev.cadenza.compiler.layout.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;

/** Measures the diagram of a model, from its XML alone, and names everything that is drawn badly. */
final class Geometry {

    private final BpmnModelInstance model;
    private final Map<String, Area> shapes = new LinkedHashMap<>();
    private final Map<String, Area> shapeLabels = new LinkedHashMap<>();
    private final Map<String, Area> flowLabels = new LinkedHashMap<>();
    private final Map<SequenceFlow, List<Segment>> flows = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();

    private Geometry(BpmnModelInstance model) {
        this.model = model;
    }

    static List<String> faults(BpmnModelInstance model) {
        Geometry geometry = new Geometry(model);
        geometry.read();
        geometry.everythingIsDrawn();
        geometry.shapesDoNotOverlap();
        geometry.subProcessesHoldTheirNodes();
        geometry.flows.forEach(geometry::touchesItsEnds);
        geometry.flows.forEach(geometry::runsThroughNothing);
        geometry.flowsDoNotRunAlongEachOther();
        geometry.labelsStandFree();
        return geometry.faults;
    }

    /** Only what a drawing by somebody else can promise: everything is there, apart, and joined where it should be. */
    static List<String> faultsOfPlaces(BpmnModelInstance model) {
        Geometry geometry = new Geometry(model);
        geometry.read();
        geometry.everythingIsDrawn();
        geometry.shapesDoNotOverlap();
        geometry.subProcessesHoldTheirNodes();
        geometry.flows.forEach(geometry::touchesItsEnds);
        return geometry.faults;
    }

    private void read() {
        for (BpmnShape shape : model.getModelElementsByType(BpmnShape.class)) {
            shapes.put(shape.getBpmnElement().getId(), area(shape.getBounds()));
            label(shape.getBpmnElement().getId(), shape.getBpmnLabel(), shapeLabels);
        }
        for (BpmnEdge edge : model.getModelElementsByType(BpmnEdge.class)) {
            List<Point> points = edge.getWaypoints().stream()
                    .map(at -> new Point(at.getX().intValue(), at.getY().intValue())).toList();
            flows.put((SequenceFlow) edge.getBpmnElement(), Segment.between(points));
            label(edge.getBpmnElement().getId(), edge.getBpmnLabel(), flowLabels);
        }
    }

    private static void label(String id, BpmnLabel label, Map<String, Area> labels) {
        if (label != null) {
            labels.put(id, area(label.getBounds()));
        }
    }

    private static Area area(Bounds bounds) {
        return new Area(bounds.getX().intValue(), bounds.getY().intValue(), bounds.getWidth().intValue(),
                bounds.getHeight().intValue());
    }

    private void everythingIsDrawn() {
        model.getModelElementsByType(FlowNode.class).stream().filter(node -> !shapes.containsKey(node.getId()))
                .forEach(node -> faults.add(node.getId() + " is not drawn"));
        model.getModelElementsByType(SequenceFlow.class).stream().filter(flow -> !flows.containsKey(flow))
                .forEach(flow -> faults.add(flow.getId() + " is not drawn"));
        model.getModelElementsByType(SequenceFlow.class).stream()
                .filter(flow -> flow.getName() != null && !flowLabels.containsKey(flow.getId()))
                .forEach(flow -> faults.add(flow.getId() + " has a name and no label"));
    }

    private void shapesDoNotOverlap() {
        pairs(shapes, shapes, (a, b) -> !holds(a, b) && !holds(b, a), "overlaps");
    }

    private void subProcessesHoldTheirNodes() {
        for (SubProcess subProcess : model.getModelElementsByType(SubProcess.class)) {
            Area outside = shapes.get(subProcess.getId());
            subProcess.getFlowElements().forEach(element -> {
                Area inside = shapes.get(element.getId());
                if (inside != null && (inside.x() < outside.x() || inside.y() < outside.y()
                        || inside.right() > outside.right() || inside.bottom() > outside.bottom())) {
                    faults.add(element.getId() + " sticks out of " + subProcess.getId());
                }
            });
        }
    }

    private void touchesItsEnds(SequenceFlow flow, List<Segment> segments) {
        if (!onBorder(segments.get(0).from(), shapes.get(flow.getSource().getId()))) {
            faults.add(flow.getId() + " does not touch its source");
        }
        if (!onBorder(segments.get(segments.size() - 1).to(), shapes.get(flow.getTarget().getId()))) {
            faults.add(flow.getId() + " does not touch its target");
        }
        if (segments.stream().anyMatch(s -> (s.from().x() != s.to().x()) == (s.from().y() != s.to().y()))) {
            faults.add(flow.getId() + " is not orthogonal");
        }
    }

    /** At the middle of a side: there a diamond or a circle touches the rectangle around it too. */
    private static boolean onBorder(Point point, Area area) {
        boolean beside = point.y() == area.centerY() && (point.x() == area.x() || point.x() == area.right());
        return beside || point.x() == area.centerX() && (point.y() == area.y() || point.y() == area.bottom());
    }

    private void runsThroughNothing(SequenceFlow flow, List<Segment> segments) {
        shapes.forEach((id, area) -> {
            if (!holds(id, flow.getSource().getId()) && segments.stream().anyMatch(segment -> segment.hits(area))) {
                faults.add(flow.getId() + " runs through " + id);
            }
        });
        shapeLabels.forEach((id, area) -> {
            if (segments.stream().anyMatch(segment -> segment.hits(area))) {
                faults.add(flow.getId() + " runs through the label of " + id);
            }
        });
        flowLabels.forEach((id, area) -> {
            if (segments.stream().anyMatch(segment -> segment.hits(area))) {
                faults.add(flow.getId() + " runs through the label of the flow " + id);
            }
        });
    }

    /** Flows out of one gateway, or into one, may share a trunk. */
    private void flowsDoNotRunAlongEachOther() {
        flows.forEach((a, ofA) -> flows.forEach((b, ofB) -> {
            boolean trunk = a.getSource().equals(b.getSource()) || a.getTarget().equals(b.getTarget());
            if (!trunk && ofA.stream().anyMatch(s -> ofB.stream().anyMatch(s::covers)) || a != b && ofA.equals(ofB)) {
                faults.add(a.getId() + " runs along " + b.getId());
            }
        }));
    }

    private void labelsStandFree() {
        pairs(shapeLabels, shapes, (label, shape) -> !holds(shape, label), "'s label covers");
        pairs(flowLabels, shapes, (label, shape) -> !holds(shape, flow(label).getSource().getId()), "'s label covers");
        pairs(shapeLabels, shapeLabels, (a, b) -> true, "'s label covers the label of");
        pairs(flowLabels, flowLabels, (a, b) -> true, "'s label covers the label of");
        pairs(flowLabels, shapeLabels, (a, b) -> true, "'s label covers the label of");
    }

    private SequenceFlow flow(String id) {
        return model.getModelElementById(id);
    }

    private boolean holds(String outer, String inner) {
        return model.getModelElementById(inner).getParentElement().equals(model.getModelElementById(outer));
    }

    private void pairs(Map<String, Area> some, Map<String, Area> others,
            BiPredicate<String, String> matters, String fault) {
        some.forEach((a, areaA) -> others.forEach((b, areaB) -> {
            if ((some != others || a.compareTo(b) < 0) && areaA.overlaps(areaB) && matters.test(a, b)) {
                faults.add(a + " " + fault + " " + b);
            }
        }));
    }
}
