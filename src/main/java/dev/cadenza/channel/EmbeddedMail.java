package dev.cadenza.channel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Marks what exists only where the embedded mail server runs: see {@link MailProperties#embeddedServer()}. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Conditional(EmbeddedMail.Runs.class)
@interface EmbeddedMail {

    class Runs implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            Environment environment = context.getEnvironment();
            String embedded = environment.getProperty("cadenza.mail.embedded", "");
            return StringUtils.hasText(embedded) ? Boolean.parseBoolean(embedded.trim())
                    : !StringUtils.hasText(environment.getProperty("cadenza.mail.smtp.host"));
        }
    }
}
