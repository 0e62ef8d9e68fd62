package dev.cadenza.compiler;

import dev.cadenza.compiler.layout.Area;
import dev.cadenza.compiler.layout.Line;
import dev.cadenza.compiler.layout.Point;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnDiagram;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnPlane;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.camunda.bpm.model.bpmn.instance.di.Waypoint;
import org.jspecify.annotations.Nullable;

/** Writes the BPMN diagram interchange (BPMN 2.0, chapter 12): a shape for each node, an edge for each flow. */
final class DiagramWriter {

    private final BpmnModelInstance model;
    private final BpmnPlane plane;

    DiagramWriter(BpmnModelInstance model, Process process) {
        this.model = model;
        BpmnDiagram diagram = model.newInstance(BpmnDiagram.class, "plan.diagram");
        this.plane = model.newInstance(BpmnPlane.class, "plan.plane");
        plane.setBpmnElement(process);
        diagram.setBpmnPlane(plane);
        model.getDefinitions().addChildElement(diagram);
    }

    void shape(FlowNode node, Area area, @Nullable Area label) {
        BpmnShape shape = model.newInstance(BpmnShape.class, node.getId() + ".shape");
        shape.setBpmnElement(node);
        if (node instanceof Gateway) {
            shape.setMarkerVisible(true);
        }
        if (node instanceof SubProcess) {
            shape.setExpanded(true);
        }
        shape.setBounds(bounds(area));
        if (label != null) {
            shape.setBpmnLabel(label(node.getId(), label));
        }
        plane.addChildElement(shape);
    }

    void edge(SequenceFlow flow, Line line) {
        BpmnEdge edge = model.newInstance(BpmnEdge.class, flow.getId() + ".edge");
        edge.setBpmnElement(flow);
        for (Point point : line.points()) {
            Waypoint waypoint = model.newInstance(Waypoint.class);
            waypoint.setX(point.x());
            waypoint.setY(point.y());
            edge.addChildElement(waypoint);
        }
        if (line.label() != null) {
            edge.setBpmnLabel(label(flow.getId(), line.label()));
        }
        plane.addChildElement(edge);
    }

    private BpmnLabel label(String elementId, Area area) {
        BpmnLabel label = model.newInstance(BpmnLabel.class, elementId + ".label");
        label.setBounds(bounds(area));
        return label;
    }

    private Bounds bounds(Area area) {
        Bounds bounds = model.newInstance(Bounds.class);
        bounds.setX(area.x());
        bounds.setY(area.y());
        bounds.setWidth(area.width());
        bounds.setHeight(area.height());
        return bounds;
    }
}
