package dev.cadenza.channel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes one component of a provider's record of settings. A component is required unless it is {@code @Nullable} or
 * has a default. Its type is a String, Integer, Boolean, URI, Duration or an enum.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Setting {

    /** A sentence that says what it is and where to find it. */
    String value();

    /** Kept encrypted, and never shown. */
    boolean secret() default false;

    /** Says where messages and credentials go, so only administrators may set it. */
    boolean address() default false;

    String defaultValue() default "";
}
