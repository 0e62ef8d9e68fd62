package dev.cadenza.compiler;

import java.util.List;
import java.util.Set;

/**
 * The words that a compiled process and the code that runs it share: variables, messages, names of delegates, and how
 * the ids of elements come from the ids of steps.
 */
public final class ProcessTerms {

    /** String variable that a branch or split sets: the index of the way from 0, or {@link #OTHERWISE}. */
    public static final String WAY = "way";
    /** Value of {@link #WAY} for leads for whom no condition of a branch holds. */
    public static final String OTHERWISE = "otherwise";
    /** Value of {@link #WAY} for leads to whom what a step waits for has happened. */
    public static final String HAPPENED = "happened";
    /** Date variable that says when the timer of a wait fires. */
    public static final String DUE_AT = "dueAt";
    /** Boolean variable: true when nobody is left in the cohort. */
    public static final String COHORT_EMPTY = "cohortEmpty";
    /** Name of the message that tells a process instance which leads left it. */
    public static final String LEAD_LEFT = "lead-left";
    /**
     * Name of the message that tells a process instance that what it waits for has happened to all leads of its
     * cohort.
     */
    public static final String EVENT_CAME = "event-came";
    /** Topic of the external tasks that ask a source of enrichment. */
    public static final String ENRICH_TOPIC = "enrich";
    /** Topic of the external tasks that call a webhook. */
    public static final String WEBHOOK_TOPIC = "webhook";
    /** Candidate group of the user tasks. */
    public static final String REVIEWERS = "marketer";

    /** Id of the start event: no step has it, but it has a place in an editor's drawing too. */
    public static final String START = "start";
    static final String COHORT_EMPTY_CODE = "cohort-empty";
    static final String DRAFTS = "-drafts";
    static final String GATEWAY = "-way";
    static final String JOIN = "-join";
    /** The service task in front of a step where a loop closes: it counts how often leads come by. */
    static final String GUARD = "-guard";
    /** The event-based gateway of a step that waits for an event. */
    static final String AWAIT = "-await";
    static final String EVENT = "-event";
    static final String TIMEOUT = "-timeout";
    /** The timer of a step that waits for a time of day. */
    static final String TIMER = "-timer";
    /** The user task of a human task. */
    static final String TASK = "-task";
    /** Ends of the ids of the elements that the compiler adds to a step. */
    static final List<String> SUFFIXES =
            List.of(DRAFTS, GATEWAY, JOIN, GUARD, AWAIT, EVENT, TIMEOUT, TIMER, TASK);
    /** Ids of the elements that every process has. */
    static final Set<String> RESERVED = Set.of(START, "left", "left-message", "left-note", "left-check", "left-nobody",
            "left-done", "empty", "empty-start", "empty-end");

    private ProcessTerms() {
    }

    /** Id of the element at which a lead that comes to {@code step} starts: its guard where a loop closes there. */
    public static String entry(Plan plan, Step step) {
        return Loops.heads(plan).contains(step.id()) ? step.id() + GUARD : entry(step);
    }

    /** Id of the first element that belongs to the step alone; for most steps the step's own id. */
    static String entry(Step step) {
        return step instanceof Step.Review ? step.id() + DRAFTS : step.id();
    }

    /** Whether a step may have this id, as far as it can be said without the rest of the plan. */
    public static boolean isStepId(String id) {
        return IdRules.isWellFormed(id) && !RESERVED.contains(id) && SUFFIXES.stream().noneMatch(id::endsWith);
    }

    /** Id of the step that the element {@code elementId} belongs to, inside a delegate the current activity. */
    public static String stepId(String elementId) {
        return SUFFIXES.stream().filter(elementId::endsWith).findFirst()
                .map(suffix -> elementId.substring(0, elementId.length() - suffix.length())).orElse(elementId);
    }
}
