package dev.cadenza.bench;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.TestChannels;
import dev.cadenza.hook.Posts;
import dev.cadenza.platform.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * SendGrid's events, signed and posted in batches of 100 over HTTP to the whole application with its background work:
 * how many a second are stored and answered, and how long after the last answer the last one is applied. Each message
 * is told processed, delivered, opened and clicked; afterwards each must say so. Arguments: number of events (300000),
 * rounds (1).
 */
public final class HookBench {

    private static final int BATCH = 100;
    private static final int CLIENTS = 4;
    private static final String[] KINDS = {"processed", "delivered", "open", "click"};
    private static final double GOAL = 5000;
    private static final double LONGEST_SECONDS = 60;

    private final BenchApplication application;
    private final int messages;

    private HookBench(BenchApplication application, int messages) {
        this.application = application;
        this.messages = messages;
    }

    public static void main(String[] arguments) throws Exception {
        int events = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        try (BenchApplication application = BenchApplication.startWithBackground()) {
            new HookBench(application, Math.min(5000, events / KINDS.length)).run(false);
            for (int round = 0; round < rounds; round++) {
                new HookBench(application, events / KINDS.length).run(true);
            }
        }
        System.exit(0);
    }

    private void run(boolean counts) throws Exception {
        UUID channel = application.bean(TestChannels.class).add("sendgrid", ChannelType.EMAIL,
                Map.of("webhookPublicKey", Posts.publicKey()), Map.of("apiKey", "SG.bench"));
        List<UUID> ids = queue();
        List<String> bodies = bodies(ids);
        application.jdbc().execute("vacuum analyze message");
        long start = System.nanoTime();
        post(channel, bodies);
        double stored = (System.nanoTime() - start) / 1e9;
        long answered = System.nanoTime();
        while (open(channel) > 0) {
            Thread.sleep(100);
        }
        double lag = (System.nanoTime() - answered) / 1e9;
        check(ids);
        if (counts) {
            int events = messages * KINDS.length;
            Figure.atLeast("(f) SendGrid events stored and answered", "%,.0f events/s".formatted(events / stored), "",
                    events / stored, GOAL).print();
            Figure.atMost("(f) applied after the last answer", "%.1f s".formatted(lag),
                    "%,d events".formatted(events), lag, LONGEST_SECONDS).print();
        }
    }

    /** Messages that went through SendGrid. */
    private List<UUID> queue() {
        JdbcTemplate jdbc = application.jdbc();
        List<UUID> ids = new ArrayList<>(messages);
        UUID owner = Ids.next();
        for (int from = 0; from < messages; from += 1000) {
            List<Object[]> rows = new ArrayList<>();
            for (int i = from; i < Math.min(messages, from + 1000); i++) {
                UUID id = Ids.next();
                ids.add(id);
                rows.add(new Object[] {id, owner, "lead-" + id + "@example.org"});
            }
            jdbc.batchUpdate("""
                    insert into message (id, direction, channel, owner_id, address, state, fenced_at, sent_at, created_at)
                    values (?, 'OUTBOUND', 'EMAIL', ?, ?, 'SENT', now(), now(), now())
                    """, rows);
        }
        return ids;
    }

    /** One kind after the other for some thousand messages, as a campaign's events come. */
    private static List<String> bodies(List<UUID> ids) {
        List<String> bodies = new ArrayList<>();
        List<String> batch = new ArrayList<>(BATCH);
        int wave = 5000;
        for (int from = 0; from < ids.size(); from += wave) {
            for (String kind : KINDS) {
                for (UUID id : ids.subList(from, Math.min(ids.size(), from + wave))) {
                    batch.add(event(id, kind));
                    if (batch.size() == BATCH) {
                        bodies.add("[" + String.join(",", batch) + "]");
                        batch.clear();
                    }
                }
            }
        }
        if (!batch.isEmpty()) {
            bodies.add("[" + String.join(",", batch) + "]");
        }
        return bodies;
    }

    private static String event(UUID id, String kind) {
        return """
                {"email":"lead-%1$s@example.org","timestamp":%2$d,"smtp-id":"<%1$s@example.com>","event":"%3$s",\
                "category":["spring"],"sg_event_id":"%3$s-%1$s","sg_message_id":"%1$s.recvd-5f54b5d587-pczjm-1-62-1.0",\
                "response":"250 2.0.0 OK 1717410000 af79cd13be357-7951d8a8b1fsi1093885a.53 - gsmtp","tls":1,\
                "useragent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36","ip":"192.0.2.1",\
                "url":"https://example.com/offer?utm=1","cadenza_message":"%1$s"}""".formatted(id,
                Instant.now().getEpochSecond(), kind);
    }

    private void post(UUID channel, List<String> bodies) throws Exception {
        Posts posts = new Posts(Integer.parseInt(application.property("local.server.port")), "");
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Callable<Integer>> work = new ArrayList<>();
        for (String body : bodies) {
            work.add(() -> posts.sendGrid(channel, body, Instant.now()).statusCode());
        }
        for (Future<Integer> answer : clients.invokeAll(work)) {
            require(answer.get() == 204, "A post was answered with " + answer.get());
        }
        clients.shutdown();
    }

    private long open(UUID channel) {
        Long open = application.jdbc().queryForObject("""
                select count(*) from hook_todo t join hook_event e on e.id = t.event_id where e.channel_config_id = ?
                """, Long.class, channel);
        return open == null ? 0 : open;
    }

    private void check(List<UUID> ids) {
        Long complete = application.jdbc().queryForObject("""
                select count(*) from message where id = any(?::uuid[]) and delivered_at is not null
                    and opened_at is not null and clicked_at is not null and state = 'SENT'
                """, Long.class, (Object) ids.stream().map(UUID::toString).toArray(String[]::new));
        require(complete != null && complete == ids.size(), complete + " of " + ids.size() + " messages know all");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
