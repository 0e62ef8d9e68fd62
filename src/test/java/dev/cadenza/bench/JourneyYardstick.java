package dev.cadenza.bench;

import dev.cadenza.platform.Ids;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The yardstick of journeys: what somebody writes who has no engine. Threads take up to 500 enrollments that are due
 * (SKIP LOCKED), render the mails by replacing strings, insert the messages and set when each lead is due next, in one
 * transaction. The table of messages is the application's own with all its indexes; the text lies in the message
 * itself, which spares the row that Cadenza writes into the table of drafts. No reviews, departures, suppressions,
 * send windows or history.
 */
final class JourneyYardstick {

    private static final int BATCH = 500;
    private static final int DELAY_SECONDS = 1;

    private final DataSource database;
    private final JdbcTemplate jdbc;
    private final int threads;

    JourneyYardstick(DataSource database, int threads) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database);
        this.threads = threads;
    }

    /** @return seconds from the first enrollment to the last message */
    double run(UUID list, int leads) throws Exception {
        tables();
        long start = System.nanoTime();
        jdbc.update("""
                insert into bench_enrollment (id, lead_id, next_run_at)
                select gen_random_uuid(), lead_id, now() from lead_list_member where list_id = ?""", list);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Void>> loops = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                loops.add(this::loop);
            }
            for (Future<Void> loop : pool.invokeAll(loops)) {
                loop.get();
            }
        } finally {
            pool.shutdown();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        check(leads);
        jdbc.execute("drop table bench_enrollment");
        jdbc.execute("drop table bench_message");
        return seconds;
    }

    private void tables() {
        jdbc.execute("create table bench_message (like message including all) with (fillfactor = 50)");
        jdbc.execute("""
                create table bench_enrollment (id uuid primary key, lead_id uuid not null, step integer not null default 0,
                    last_message uuid, next_run_at timestamptz) with (fillfactor = 70)""");
        jdbc.execute("create index on bench_enrollment (next_run_at) where next_run_at is not null");
    }

    private Void loop() throws SQLException, InterruptedException {
        UUID owner = new UUID(0, 1);
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            while (true) {
                Batch batch = due(connection);
                if (batch.size() > 0) {
                    insert(connection, batch, owner);
                    advance(connection, batch);
                    connection.commit();
                } else if (finished(connection)) {
                    connection.commit();
                    return null;
                } else {
                    connection.commit();
                    Thread.sleep(20);
                }
            }
        }
    }

    private static boolean finished(Connection connection) throws SQLException {
        try (PreparedStatement open = connection.prepareStatement(
                "select exists (select from bench_enrollment where next_run_at is not null)");
                ResultSet row = open.executeQuery()) {
            row.next();
            return !row.getBoolean(1);
        }
    }

    private static Batch due(Connection connection) throws SQLException {
        Batch batch = new Batch();
        try (PreparedStatement select = connection.prepareStatement("""
                select e.id, e.lead_id, e.step, e.last_message, l.email, l.first_name, l.last_name, l.company, l.title, l.city
                from bench_enrollment e join lead l on l.id = e.lead_id
                where e.next_run_at <= now() order by e.next_run_at limit ? for update of e skip locked""")) {
            select.setInt(1, BATCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    batch.add(row);
                }
            }
        }
        return batch;
    }

    private static void insert(Connection connection, Batch batch, UUID owner) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                insert into bench_message (id, direction, channel, lead_id, owner_id, journey_id, enrollment_id, step_id,
                    previous_id, delay_seconds, lane_id, sender_account_id, address, subject, body_html, state, pending,
                    scheduled_for, created_at)
                select r.id, 'OUTBOUND', 'EMAIL', r.lead, ?, ?, r.enrollment, r.step, r.previous, ?, ?, ?, r.address,
                    r.subject, r.body, 'QUEUED', true, now(), now()
                from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[])
                    as r(id, lead, enrollment, step, previous, address, subject, body)""")) {
            insert.setObject(1, owner);
            insert.setObject(2, owner);
            insert.setLong(3, DELAY_SECONDS);
            insert.setObject(4, owner);
            insert.setObject(5, owner);
            array(insert, 6, "uuid", batch.ids);
            array(insert, 7, "uuid", batch.leads);
            array(insert, 8, "uuid", batch.enrollments);
            array(insert, 9, "text", batch.steps);
            array(insert, 10, "uuid", batch.previous);
            array(insert, 11, "text", batch.addresses);
            array(insert, 12, "text", batch.subjects);
            array(insert, 13, "text", batch.bodies);
            insert.executeUpdate();
        }
    }

    private static void advance(Connection connection, Batch batch) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("""
                update bench_enrollment e set step = e.step + 1, last_message = r.message,
                    next_run_at = case when e.step < ? then now() + make_interval(secs => ?) end
                from unnest(?::uuid[], ?::uuid[]) as r(id, message) where e.id = r.id""")) {
            update.setInt(1, SequenceMails.ALL.size() - 1);
            update.setInt(2, DELAY_SECONDS);
            array(update, 3, "uuid", batch.enrollments);
            array(update, 4, "uuid", batch.ids);
            update.executeUpdate();
        }
    }

    private static void array(PreparedStatement statement, int index, String type, List<?> values) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(type, values.toArray()));
    }

    private void check(int leads) {
        Long messages = jdbc.queryForObject("select count(*) from bench_message where body_html not like '%{{%'",
                Long.class);
        if (messages == null || messages != (long) leads * SequenceMails.ALL.size()) {
            throw new IllegalStateException("The yardstick queued " + messages + " messages for " + leads + " leads");
        }
    }

    private static final class Batch {

        private final List<UUID> ids = new ArrayList<>(BATCH);
        private final List<UUID> leads = new ArrayList<>(BATCH);
        private final List<UUID> enrollments = new ArrayList<>(BATCH);
        private final List<UUID> previous = new ArrayList<>(BATCH);
        private final List<String> steps = new ArrayList<>(BATCH);
        private final List<String> addresses = new ArrayList<>(BATCH);
        private final List<String> subjects = new ArrayList<>(BATCH);
        private final List<String> bodies = new ArrayList<>(BATCH);

        int size() {
            return ids.size();
        }

        void add(ResultSet row) throws SQLException {
            int step = row.getInt("step");
            SequenceMails.Mail mail = SequenceMails.ALL.get(step);
            ids.add(Ids.next());
            leads.add(row.getObject("lead_id", UUID.class));
            enrollments.add(row.getObject("id", UUID.class));
            previous.add(row.getObject("last_message", UUID.class));
            steps.add("mail-" + (step + 1));
            addresses.add(row.getString("email"));
            subjects.add(filled(mail.subject(), row, false));
            bodies.add(filled(mail.body(), row, true));
        }

        private static String filled(String text, ResultSet row, boolean html) throws SQLException {
            return text.replace("{{firstName}}", value(row, "first_name", html))
                    .replace("{{lastName}}", value(row, "last_name", html))
                    .replace("{{company}}", value(row, "company", html))
                    .replace("{{title}}", value(row, "title", html))
                    .replace("{{city}}", value(row, "city", html));
        }

        private static String value(ResultSet row, String column, boolean html) throws SQLException {
            String value = row.getString(column);
            return html ? value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") : value;
        }
    }
}
