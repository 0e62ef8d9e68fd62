package dev.cadenza.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.cadenza.channel.Carrier;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.OutgoingMessage;
import dev.cadenza.channel.SendResult;
import dev.cadenza.message.LaneSettings;
import dev.cadenza.message.Lanes;
import dev.cadenza.message.Outbox;
import dev.cadenza.message.OutboundMessage;
import dev.cadenza.message.SendWindow;
import dev.cadenza.message.SenderAccounts;
import dev.cadenza.message.SenderSettings;
import dev.cadenza.platform.Ids;
import dev.cadenza.testing.LedgerSmtpProcess;
import dev.cadenza.testing.TestDirectories;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Messages a second through the outbox with its full ledger, to nobody and to an SMTP sink in another process, beside
 * Jakarta Mail with a transport that each worker keeps and no ledger at all into the same sink. On a durable PostgreSQL
 * of its own. Arguments: number of mails (50000), rounds (1).
 */
public final class OutboxBench {

    private static final int CHUNK = 1000;
    private static final double GOAL = 2;

    private final OutboxContext context;
    private final int mails;

    private OutboxBench(OutboxContext context, int mails) {
        this.context = context;
        this.mails = mails;
    }

    public static void main(String[] arguments) throws Exception {
        int mails = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        quiet();
        try (OutboxContext context = OutboxContext.start();
                LedgerSmtpProcess sink = LedgerSmtpProcess.counting()) {
            OutboxBench bench = new OutboxBench(context, mails);
            bench.warmUp(sink);
            for (int round = 1; round <= rounds; round++) {
                double jakarta = bench.jakartaMail(sink);
                double nobody = bench.outbox(new NullProvider());
                double smtp = bench.outbox(sink);
                System.out.printf("%-42s %8s %6s%n", "round " + round + ", " + mails + " mails", "mails/s", "ratio");
                row("Jakarta Mail, 16 transports, no ledger", jakarta, jakarta);
                row("outbox with its ledger, null provider", nobody, jakarta);
                row("outbox with its ledger, SMTP", smtp, jakarta);
                String yardstick = "Jakarta Mail, no ledger %,.0f mails/s".formatted(jakarta);
                Figure.atLeast("(c) outbox to an SMTP sink", "%,.0f mails/s".formatted(smtp), yardstick,
                        smtp / jakarta, GOAL).print();
                Figure.atLeast("(c) outbox to nobody", "%,.0f mails/s".formatted(nobody), yardstick,
                        nobody / jakarta, GOAL).print();
            }
        }
        onceEach(Math.min(mails, 10_000));
        System.exit(0);
    }

    private static void quiet() {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    }

    private static void row(String what, double rate, double base) {
        System.out.printf("%-42s %,8.0f %6.2f%n", what, rate, rate / base);
    }

    /** Runs everything for a moment, so that what is measured is compiled. */
    private void warmUp(LedgerSmtpProcess sink) throws Exception {
        OutboxBench small = new OutboxBench(context, Math.min(mails, 10_000));
        small.jakartaMail(sink);
        small.outbox(new NullProvider());
        small.outbox(sink);
    }

    private double jakartaMail(LedgerSmtpProcess sink) throws Exception {
        long before = sink.count();
        Duration ownBefore = context.ownCpu();
        double rate = JakartaMailBench.run(sink.port(), 16, mails);
        System.out.printf("  Jakarta Mail: %d us of CPU a message in this process%n",
                context.ownCpu().minus(ownBefore).toNanos() / 1000 / mails);
        require(sink.count() - before == mails, "Jakarta Mail lost or doubled mails");
        return rate;
    }

    private double outbox(LedgerSmtpProcess sink) throws Exception {
        long before = sink.count();
        double rate;
        try (OutboxContext.Smtp provider = context.smtp(sink.port())) {
            rate = outbox(provider.provider());
        }
        require(sink.count() - before == mails, "The sink took " + (sink.count() - before) + " of " + mails);
        return rate;
    }

    private double outbox(Carrier provider) throws Exception {
        UUID owner = queue();
        JdbcTemplate jdbc = context.jdbc();
        jdbc.execute("vacuum analyze");
        jdbc.execute("checkpoint");
        long walBefore = wal(jdbc);
        Duration ownBefore = context.ownCpu();
        Duration databaseBefore = context.databaseCpu();
        long start = System.nanoTime();
        context.run(provider, () -> !open(jdbc, owner));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("  a message: %d us of CPU in this process, %d in PostgreSQL, %d bytes of WAL%n",
                context.ownCpu().minus(ownBefore).toNanos() / 1000 / mails,
                context.databaseCpu().minus(databaseBefore).toNanos() / 1000 / mails, (wal(jdbc) - walBefore) / mails);
        Integer sent = jdbc.queryForObject("select count(*) from message where owner_id = ? and state = 'SENT'",
                Integer.class, owner);
        require(sent != null && sent == mails, sent + " of " + mails + " are recorded as sent");
        return mails / seconds;
    }

    private static boolean open(JdbcTemplate jdbc, UUID owner) {
        Boolean open = jdbc.queryForObject("""
                select exists (select from message m join lane l on l.id = m.lane_id where l.owner_id = ? and m.pending)
                    or exists (select from outbox_claim where owner_id = ? and done_at is null)
                """, Boolean.class, owner, owner);
        return Boolean.TRUE.equals(open);
    }

    private static long wal(JdbcTemplate jdbc) {
        Long position = jdbc.queryForObject("select pg_current_wal_lsn() - '0/0'::pg_lsn", Long.class);
        return position == null ? 0 : position;
    }

    /** Leads with drafts, and a message for each in the lane of a campaign of its own. */
    private UUID queue() {
        UUID owner = Ids.next();
        UUID sender = context.bean(SenderAccounts.class).add(new SenderSettings("bench-" + owner + "@example.com",
                "Bench", null, null, 0, ZoneOffset.UTC)).id();
        UUID lane = context.bean(Lanes.class).open(new LaneSettings(sender, owner, null, 0,
                SendWindow.always(ZoneOffset.UTC), false));
        for (int from = 0; from < mails; from += CHUNK) {
            List<OutboundMessage> chunk = new ArrayList<>();
            List<Object[]> leads = new ArrayList<>();
            List<Object[]> drafts = new ArrayList<>();
            for (int i = from; i < Math.min(mails, from + CHUNK); i++) {
                UUID lead = Ids.next();
                UUID enrollment = Ids.next();
                UUID draft = Ids.next();
                String address = "lead-" + lead + "@example.org";
                leads.add(new Object[] {lead, address});
                drafts.add(new Object[] {draft, owner, owner, owner, enrollment, lead, BenchMail.subject(i),
                    BenchMail.html(i)});
                chunk.add(new OutboundMessage(Ids.next(), ChannelType.EMAIL, lead, owner, owner, enrollment, "step", 0,
                        draft, null, null, lane, sender, address, Instant.now(), null));
            }
            context.jdbc().batchUpdate("""
                    insert into lead (id, email, source, created_at, updated_at) values (?, ?, 'bench', now(), now())
                    """, leads);
            context.jdbc().batchUpdate("""
                    insert into draft (id, owner_id, journey_id, cohort_id, enrollment_id, lead_id, step_id, draft_type,
                        channel, generated_subject, generated_body, status, created_at, updated_at)
                    values (?, ?, ?, ?, ?, ?, 'step', 'FIRST_OUTREACH', 'EMAIL', ?, ?, 'SCHEDULED', now(), now())
                    """, drafts);
            context.bean(Outbox.class).enqueue(chunk);
        }
        return owner;
    }

    /** The same into a sink that writes down each Message-ID: all arrive, and none twice. */
    private static void onceEach(int mails) throws Exception {
        try (OutboxContext context = OutboxContext.start();
                LedgerSmtpProcess sink = LedgerSmtpProcess.start(TestDirectories.fresh().resolve("ledger"))) {
            new OutboxBench(context, mails).outbox(sink);
            Set<String> ids = new HashSet<>();
            sink.entries().forEach(entry -> require(ids.add(entry.messageId()), entry + " arrived twice"));
            require(ids.size() == mails, ids.size() + " of " + mails + " arrived");
            System.out.println("every one of " + mails + " mails is in the sink's ledger once");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** Takes everything and does nothing with it. */
    private static final class NullProvider implements Carrier {

        @Override
        public String id() {
            return "null";
        }

        @Override
        public void send(List<OutgoingMessage> group, BiConsumer<OutgoingMessage, SendResult> outcome) {
            group.forEach(mail -> outcome.accept(mail, new SendResult.Accepted(null)));
        }
    }
}
