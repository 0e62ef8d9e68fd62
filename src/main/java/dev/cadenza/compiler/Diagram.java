package dev.cadenza.compiler;

import org.camunda.bpm.model.bpmn.BpmnModelInstance;

final class Diagram {
    static void draw(BpmnModelInstance model) {
    }
}
