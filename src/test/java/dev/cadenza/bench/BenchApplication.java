package dev.cadenza.bench;

import dev.cadenza.Cadenza;
import dev.cadenza.testing.Marketing;
import dev.cadenza.testing.TestDirectories;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The whole application on its own embedded PostgreSQL (fsync and synchronous_commit on) with its job executor, and
 * with nothing that sends: what it queues stays in the outbox.
 */
final class BenchApplication implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private BenchApplication(ConfigurableApplicationContext context) {
        this.context = context;
    }

    static BenchApplication start() {
        return start(false);
    }

    /** The same with all of its background work. */
    static BenchApplication startWithBackground() {
        return start(true);
    }

    private static BenchApplication start(boolean background) {
        return new BenchApplication(new SpringApplication(Cadenza.class).run("--server.port=0",
                "--cadenza.background=" + background, "--cadenza.data-directory=" + TestDirectories.fresh(),
                "--cadenza.sample-data=false", "--cadenza.mail.embedded-smtp-port=0",
                "--cadenza.mail.embedded-imap-port=0", "--cadenza.admin.email=admin@cadenza.test",
                "--cadenza.admin.password=correct-horse-battery", "--logging.level.root=warn"));
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    String property(String name) {
        return context.getEnvironment().getRequiredProperty(name);
    }

    JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    DataSource database() {
        return bean(DataSource.class);
    }

    Marketing marketing() {
        return bean(Marketing.class);
    }

    /** How many threads run the engine's jobs. */
    int jobThreads() {
        return Integer.parseInt(context.getEnvironment().getProperty("camunda.bpm.job-execution.max-pool-size", "3"));
    }

    @Override
    public void close() {
        context.close();
    }
}
