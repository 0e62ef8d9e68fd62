package dev.cadenza.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestPropertySource;

/**
 * The whole application on a database of its own, with nothing running by itself: no job executor, no dispatcher, no
 * mailbox poller. The test takes each turn by hand and moves the {@link TestClock}. All classes with this annotation
 * share one context, so each test makes the data it needs under names of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ExtendWith(EngineClock.class)
@ContextConfiguration(initializers = FreshDatabase.class)
@Import(TestClockConfiguration.class)
@TestPropertySource(properties = {
    "cadenza.background=false",
    "camunda.bpm.job-execution.enabled=false",
})
public @interface CadenzaTest {
}
