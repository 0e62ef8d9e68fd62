package dev.cadenza.identity;

import dev.cadenza.platform.Installation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Sees to it that somebody can sign in: the configured administrator, and on the embedded database with sample data the
 * sample users. Runs before the web server accepts a request; several nodes may run it at once.
 */
@Component
class FirstUsers implements InitializingBean {

    private static final Logger LOG = LoggerFactory.getLogger(FirstUsers.class);

    private final Users users;
    private final SampleUsers samples;
    private final AdminProperties admin;
    private final boolean withSamples;

    FirstUsers(Users users, SampleUsers samples, AdminProperties admin, Installation installation,
            @Value("${cadenza.sample-data:true}") boolean sampleData) {
        this.users = users;
        this.samples = samples;
        this.admin = admin;
        this.withSamples = installation.embeddedDatabase() && sampleData;
    }

    @Override
    public void afterPropertiesSet() {
        boolean empty = !users.exists();
        if (empty && !withSamples && !admin.configured()) {
            throw new NoAdministrator("There is no user yet, and no first administrator is configured.");
        }
        if (admin.configured()) {
            createAdministrator();
        }
        if (empty && withSamples) {
            samples.create();
        }
    }

    private void createAdministrator() {
        String email = EmailAddress.normalized(admin.email() == null ? "" : admin.email());
        String password = admin.password() == null ? "" : admin.password();
        if (!EmailAddress.plausible(email)) {
            throw new NoAdministrator("cadenza.admin.email is not an e-mail address.");
        }
        if (users.isKnown(email)) {
            return;
        }
        Passwords.fault(password).ifPresent(fault -> {
            throw new NoAdministrator("cadenza.admin.password can't be used: " + fault.message());
        });
        if (users.createUnlessPresent(new NewUser(email, password, Role.ADMINISTRATOR))) {
            LOG.info("Made the first administrator {}", email);
        }
    }
}
