package dev.cadenza.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.support.TestPropertySourceUtils;

/** As {@link CadenzaTest}, on an installation that has a chat model: {@link #MODEL}. All share one more context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@CadenzaTest
@ContextConfiguration(initializers = {FreshDatabase.class, ModelTest.Address.class})
public @interface ModelTest {

    /** The one that the application asks; say with {@code thinks} what it answers. */
    FakeModel MODEL = new FakeModel();

    class Address implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertySourceUtils.addInlinedPropertiesToEnvironment(context, "cadenza.ai.base-url=" + MODEL.address(),
                    "cadenza.ai.api-key=secret-of-the-model", "cadenza.ai.model=fake");
        }
    }
}
