package dev.cadenza.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/**
 * Marks a component that works by itself, on a schedule or on threads of its own. {@code cadenza.background=false}
 * leaves all of them out, for a node that serves requests only, and for tests that take each turn by hand.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ConditionalOnProperty(name = "cadenza.background", havingValue = "true", matchIfMissing = true)
public @interface Background {
}
