package dev.cadenza.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelConfigs;
import dev.cadenza.channel.ChannelProviders;
import dev.cadenza.channel.MailProperties;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import dev.cadenza.channel.SmtpProviders;
import dev.cadenza.draft.PlainText;
import dev.cadenza.message.MessageContents;
import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.platform.Installation;
import dev.cadenza.platform.Keys;
import dev.cadenza.platform.PersonalRows;
import dev.cadenza.testing.TestDirectories;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import liquibase.integration.spring.SpringLiquibase;
import org.mockito.Mockito;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.DependsOn;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.support.TransactionTemplate;

/** The module of messages as the application has it, with its threads, and nothing else but a durable PostgreSQL. */
final class OutboxContext implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final EmbeddedPostgres postgres;
    private final AnnotationConfigApplicationContext beans;

    private OutboxContext(EmbeddedPostgres postgres, AnnotationConfigApplicationContext beans) {
        this.postgres = postgres;
        this.beans = beans;
    }

    static OutboxContext start() throws IOException {
        EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setDataDirectory(TestDirectories.fresh().resolve("data"))
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setServerConfig("fsync", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("max_wal_size", "2GB")
                .start();
        AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
        beans.registerBean(EmbeddedPostgres.class, () -> postgres, definition -> definition.setDestroyMethodName(""));
        beans.register(Parts.class, Installation.class, Keys.class, PersonalRows.class, ActivityLog.class);
        beans.scan("dev.cadenza.message");
        beans.addBeanFactoryPostProcessor(OutboxContext::onlyWhatSends);
        beans.refresh();
        runner(beans).stop();
        OutboxContext context = new OutboxContext(postgres, beans);
        context.requireDurable();
        return context;
    }

    /** What the module offers beside sending is made when somebody asks for it, which nobody does here. */
    private static void onlyWhatSends(ConfigurableListableBeanFactory factory) {
        for (String name : factory.getBeanDefinitionNames()) {
            String type = String.valueOf(factory.getBeanDefinition(name).getBeanClassName());
            if (type.startsWith("dev.cadenza.message.") && !name.equals("outboxHousekeeping")) {
                factory.getBeanDefinition(name).setLazyInit(true);
            }
        }
    }

    private void requireDurable() {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            if (!"on".equals(jdbc().queryForObject("show " + setting, String.class))) {
                throw new IllegalStateException(setting + " is not on");
            }
        }
    }

    <T> T bean(Class<T> type) {
        return beans.getBean(type);
    }

    JdbcTemplate jdbc() {
        return beans.getBean(JdbcTemplate.class);
    }

    /** Sends through {@code provider} as a node does, until {@code done}. */
    void run(Carrier provider, BooleanSupplier done) throws InterruptedException {
        beans.getBean(Switch.class).target = provider;
        SmartLifecycle runner = runner(beans);
        runner.start();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Not done after " + LIMIT + ": " + jdbc().queryForList(
                        "select state, error, count(*) from message group by 1, 2 order by 3 desc limit 20"));
            }
            Thread.sleep(20);
        }
        runner.stop();
    }

    Duration ownCpu() {
        return cpu(ProcessHandle.current());
    }

    /** Of the server and of what serves the connections that stand now. */
    Duration databaseCpu() {
        Integer backend = jdbc().queryForObject("select pg_backend_pid()", Integer.class);
        ProcessHandle server = ProcessHandle.of(backend == null ? -1 : backend).flatMap(ProcessHandle::parent)
                .orElseThrow();
        return server.children().map(OutboxContext::cpu).reduce(cpu(server), Duration::plus);
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    Smtp smtp(int port) throws Exception {
        return new Smtp(SmtpProviders.to(port));
    }

    /** The application's own SMTP provider, with a sink. */
    record Smtp(SmtpProviders.Closeable owner) implements AutoCloseable {

        Carrier provider() {
            return owner.provider();
        }

        @Override
        public void close() throws Exception {
            owner.close();
        }
    }

    private static SmartLifecycle runner(AnnotationConfigApplicationContext beans) {
        return (SmartLifecycle) beans.getBean("outboxRunner");
    }

    @Override
    public void close() throws IOException {
        beans.close();
        postgres.close();
    }

    /** Hands on to the provider of the day. */
    static final class Switch implements Carrier {

        private volatile Carrier target = this;

        @Override
        public String id() {
            return "switch";
        }

        @Override
        public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
            target.send(group, outcome);
        }
    }

    /** Contents as the module of drafts gives them. */
    private record Contents(JdbcTemplate jdbc) implements MessageContents {

        @Override
        public Map<UUID, Content> contents(Collection<UUID> draftIds) {
            Map<UUID, Content> contents = new HashMap<>();
            jdbc.query("""
                    select id, coalesce(edited_subject, generated_subject), coalesce(edited_body, generated_body)
                    from draft where id = any(?::uuid[])
                    """, row -> {
                contents.put(row.getObject(1, UUID.class), new Content(row.getString(2), row.getString(3)));
            }, (Object) draftIds.stream().map(UUID::toString).toArray(String[]::new));
            return contents;
        }

        @Override
        public String plainText(String html) {
            return PlainText.of(html);
        }
    }

    /** Not a configuration class, so that the application's own context does not find it. */
    @EnableTransactionManagement
    @EnableScheduling
    @EnableJpaRepositories("dev.cadenza.message")
    @EnableConfigurationProperties({MailProperties.class, CadenzaProperties.class})
    @ConfigurationPropertiesScan("dev.cadenza.message")
    static final class Parts {

        @Bean
        DataSource dataSource(EmbeddedPostgres postgres) {
            HikariDataSource pool = new HikariDataSource();
            pool.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
            pool.setMaximumPoolSize(24);
            pool.addDataSourceProperty("reWriteBatchedInserts", "true");
            return pool;
        }

        @Bean
        SpringLiquibase liquibase(DataSource dataSource) {
            SpringLiquibase liquibase = new SpringLiquibase();
            liquibase.setDataSource(dataSource);
            liquibase.setChangeLog("classpath:db/changelog/master.yaml");
            return liquibase;
        }

        @Bean
        @DependsOn("liquibase")
        LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
            factory.setDataSource(dataSource);
            factory.setPackagesToScan("dev.cadenza.message");
            factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            return factory;
        }

        @Bean
        JpaTransactionManager transactionManager(EntityManagerFactory factory) {
            return new JpaTransactionManager(factory);
        }

        @Bean
        @DependsOn("liquibase")
        JdbcTemplate jdbcTemplate(DataSource dataSource) {
            return new JdbcTemplate(dataSource);
        }

        @Bean
        JdbcClient jdbcClient(JdbcTemplate jdbc) {
            return JdbcClient.create(jdbc);
        }

        @Bean
        TransactionTemplate transactionTemplate(JpaTransactionManager transactions) {
            return new TransactionTemplate(transactions);
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }

        @Bean
        ObjectMapper json() {
            return new ObjectMapper();
        }

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        ThreadPoolTaskScheduler taskScheduler() {
            ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
            scheduler.setPoolSize(2);
            scheduler.setWaitForTasksToCompleteOnShutdown(true);
            scheduler.setAwaitTerminationSeconds(20);
            return scheduler;
        }

        @Bean
        Switch provider() {
            return new Switch();
        }

        /** No channel is set up: everything goes to the provider of the day. */
        @Bean
        ChannelConfigs channels() {
            return Mockito.mock(ChannelConfigs.class);
        }

        @Bean
        ChannelProviders providers() {
            return Mockito.mock(ChannelProviders.class);
        }

        @Bean
        Keys keys() {
            return Mockito.mock(Keys.class);
        }

        @Bean
        MessageContents contents(JdbcTemplate jdbc) {
            return new Contents(jdbc);
        }
    }
}
