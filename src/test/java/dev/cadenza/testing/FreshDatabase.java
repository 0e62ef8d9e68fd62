package dev.cadenza.testing;

import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives a test's application an empty database, the embedded mail server on free ports, and an administrator. */
class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        TestDatabase.Fresh database = TestDatabase.fresh();
        TestPropertyValues.of(
                "spring.datasource.url=" + database.url(),
                "spring.datasource.username=" + database.user(),
                "spring.datasource.password=" + database.password(),
                "cadenza.data-directory=" + TestDirectories.fresh(),
                "cadenza.sample-data=false",
                "cadenza.admin.email=admin@cadenza.test",
                "cadenza.admin.password=correct-horse-battery",
                "cadenza.sign-in.failures-per-address=20",
                "cadenza.credentials.key=49EADwB4U8rjUO+fWuEPdnNX5F7GNXb9AjIXiYIihKk=",
                "cadenza.mail.embedded=true",
                "cadenza.mail.embedded-smtp-port=0",
                "cadenza.mail.embedded-imap-port=0").applyTo(context);
    }
}
