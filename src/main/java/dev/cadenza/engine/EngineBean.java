package dev.cadenza.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * A component that a process may name in {@code camunda:delegateExpression}. No other bean, and no class, can be
 * reached from a process model: a model that names one is not deployed.
 *
 * <p>Read only by the scan of the classpath: put it on the class, not on a {@code @Bean} method.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface EngineBean {

    /** The bean's name, as processes write it: {@code ${name}}. */
    @AliasFor(annotation = Component.class)
    String value();
}
