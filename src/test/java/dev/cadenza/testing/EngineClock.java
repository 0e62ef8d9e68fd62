package dev.cadenza.testing;

import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Sets the engine's clock, of which there is one for the whole virtual machine, before each test: to the
 * {@link TestClock} of the test's application, or to the machine's where it has none.
 */
class EngineClock implements BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext test) {
        TestClock clock = SpringExtension.getApplicationContext(test).getBeanProvider(TestClock.class)
                .getIfAvailable();
        if (clock == null) {
            ClockUtil.reset();
        } else {
            clock.set(clock.instant());
        }
    }
}
