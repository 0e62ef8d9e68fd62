package dev.cadenza.workflow;

/** Whether a workflow lets leads in. */
enum WorkflowStatus { INACTIVE, ACTIVE }
