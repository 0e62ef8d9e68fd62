package dev.cadenza.testing;

import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngines;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Before each test, makes what the engine keeps once for the whole virtual machine that of the test's application: the
 * clock ({@link TestClock}, or the machine's where it has none), and the engine that is meant by {@code default}, which is
 * the one that the engine's REST API asks.
 */
class EngineClock implements BeforeEachCallback {

    @Override
    public void beforeEach(ExtensionContext test) {
        ApplicationContext application = SpringExtension.getApplicationContext(test);
        application.getBeanProvider(ProcessEngine.class).ifAvailable(ProcessEngines::registerProcessEngine);
        TestClock clock = application.getBeanProvider(TestClock.class)
                .getIfAvailable();
        if (clock == null) {
            ClockUtil.reset();
        } else {
            clock.set(clock.instant());
        }
    }
}
