package dev.cadenza.engine;

import java.util.Set;

/**
 * The parts of BPMN, and of Camunda's extensions to it, that a model may have. What stands in neither list is refused,
 * so that a part which a later version of the engine adds is refused too until somebody has looked at it.
 */
final class AllowedModel {

    static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
    /** The engine reads this one as if it were its own. */
    static final String ACTIVITI = "http://activiti.org/bpmn";

    static final Set<String> BPMN_ELEMENTS = Set.of(
            "definitions", "process", "collaboration", "participant", "messageFlow", "laneSet", "childLaneSet", "lane",
            "flowNodeRef", "documentation", "extensionElements", "textAnnotation", "text", "association", "group",
            "category", "categoryValue", "dataObject", "dataObjectReference", "dataStore", "dataStoreReference",
            "sequenceFlow", "incoming", "outgoing", "conditionExpression",
            "startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent",
            "timerEventDefinition", "timeDate", "timeDuration", "timeCycle", "messageEventDefinition",
            "signalEventDefinition", "errorEventDefinition", "escalationEventDefinition", "terminateEventDefinition",
            "conditionalEventDefinition", "condition", "compensateEventDefinition", "cancelEventDefinition",
            "linkEventDefinition", "source", "target", "message", "signal", "error", "escalation",
            "task", "manualTask", "userTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask",
            "callActivity", "subProcess", "transaction",
            "exclusiveGateway", "inclusiveGateway", "parallelGateway", "eventBasedGateway",
            "multiInstanceLoopCharacteristics", "loopCardinality", "completionCondition",
            "humanPerformer", "potentialOwner", "resourceAssignmentExpression", "formalExpression");

    static final Set<String> CAMUNDA_ELEMENTS = Set.of(
            "properties", "property", "inputOutput", "inputParameter", "outputParameter", "list", "map", "entry",
            "value", "executionListener", "taskListener", "formData", "formField", "validation", "constraint", "in",
            "out", "failedJobRetryTimeCycle", "potentialStarter");

    static final Set<String> CAMUNDA_ATTRIBUTES = Set.of(
            "asyncBefore", "asyncAfter", "exclusive", "jobPriority", "taskPriority", "priority", "delegateExpression",
            "assignee", "candidateUsers", "candidateGroups", "dueDate", "followUpDate", "formKey", "formRef",
            "formRefBinding", "formRefVersion", "initiator", "historyTimeToLive", "versionTag",
            "isStartableInTasklist", "candidateStarterGroups", "candidateStarterUsers", "collection",
            "elementVariable", "calledElementBinding", "calledElementVersion", "calledElementVersionTag",
            "decisionRef", "decisionRefBinding", "decisionRefVersion", "decisionRefVersionTag", "mapDecisionResult",
            "resultVariable", "errorCodeVariable", "errorMessageVariable", "escalationCodeVariable", "variableName",
            "variableEvents", "type", "topic", "modelerTemplate", "modelerTemplateVersion");

    /** Plain attributes of Camunda's elements. */
    static final Set<String> EXTENSION_ATTRIBUTES = Set.of(
            "id", "name", "value", "key", "label", "type", "defaultValue", "datePattern", "businessKey", "event",
            "delegateExpression", "config", "source", "sourceExpression", "target", "variables", "local",
            "businessKeyField");

    /** Topics of external tasks: those that this application works on itself. */
    static final Set<String> TOPICS = Set.of("enrich", "webhook");

    /** Functions that an expression may call: who is signed in, and the time. */
    static final Set<String> FUNCTIONS = Set.of("currentUser", "currentUserGroups", "now", "dateTime");

    private AllowedModel() {
    }
}
