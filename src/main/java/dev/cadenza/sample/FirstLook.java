package dev.cadenza.sample;

import dev.cadenza.channel.EmbeddedMailServer;
import dev.cadenza.channel.MailProperties;
import dev.cadenza.identity.Role;
import dev.cadenza.identity.SampleUsers;
import dev.cadenza.platform.Background;
import dev.cadenza.platform.Installation;
import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Makes the first start worth looking at: loads the sample data and says in a banner where to look. Only on the
 * embedded database, and not with {@code cadenza.sample-data=false}.
 */
@Component
@Background
@ConditionalOnProperty(name = "cadenza.sample-data", havingValue = "true", matchIfMissing = true)
class FirstLook {

    private static final Logger LOG = LoggerFactory.getLogger(FirstLook.class);
    private static final Duration ANSWER_EVERY = Duration.ofSeconds(5);

    private final Installation installation;
    private final SampleUsers users;
    private final ObjectProvider<EmbeddedMailServer> mailServer;
    private final MailProperties mail;
    private final TaskScheduler scheduler;
    private final Environment environment;
    private final Clock clock;

    FirstLook(Installation installation, SampleUsers users, ObjectProvider<EmbeddedMailServer> mailServer,
            MailProperties mail, TaskScheduler scheduler, Environment environment, Clock clock) {
        this.installation = installation;
        this.users = users;
        this.mailServer = mailServer;
        this.mail = mail;
        this.scheduler = scheduler;
        this.environment = environment;
        this.clock = clock;
    }

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Optional<SampleUsers.SampleUser> marketer = users.list().stream()
                .filter(user -> user.role() == Role.MARKETER).findFirst();
        if (!installation.embeddedDatabase() || marketer.isEmpty()) {
            return;
        }
        String address = "http://localhost:" + environment.getProperty("local.server.port", "8080");
        scheduler.schedule(() -> load(address, marketer.get()), clock.instant());
        mailServer.ifAvailable(server -> answerBySchedule(new SampleAnswers(server, mail)));
    }

    private void load(String address, SampleUsers.SampleUser marketer) {
        try {
            new SampleData(new OwnApi(address, marketer)).load();
            LOG.info(Banner.of(address, users.list(), mailServer.getIfAvailable() != null));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.error("The sample data could not be loaded; the next start tries again", failure);
        }
    }

    private void answerBySchedule(SampleAnswers answers) {
        scheduler.scheduleWithFixedDelay(() -> {
            try {
                answers.turn();
            } catch (MessagingException failure) {
                LOG.warn("A sample lead could not answer", failure);
            }
        }, ANSWER_EVERY);
    }
}
