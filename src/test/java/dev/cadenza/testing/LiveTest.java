package dev.cadenza.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ContextConfiguration;

/**
 * The whole application as a user runs it, on a database of its own: the job executor, the dispatcher and the mailbox
 * poller work by themselves and the clock is the machine's. Tests wait on conditions.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ExtendWith(EngineClock.class)
@ContextConfiguration(initializers = FreshDatabase.class)
public @interface LiveTest {
}
