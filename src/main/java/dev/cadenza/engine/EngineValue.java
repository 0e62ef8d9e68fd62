package dev.cadenza.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/**
 * An {@link EngineBean} that stands in expressions for a value, computed for the execution that asks, such as the due
 * date of a timer. Together with variables and delegates these are all the names an expression can resolve.
 */
public interface EngineValue {

    /** Only reads: an expression may be evaluated more than once. */
    Object value(DelegateExecution execution);
}
