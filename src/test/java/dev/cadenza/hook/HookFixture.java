package dev.cadenza.hook;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.channel.TestChannels;
import dev.cadenza.platform.CadenzaProperties;
import dev.cadenza.platform.Ids;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Channels, leads and messages of a test's own, and events worked off by hand. */
@Component
class HookFixture {

    private static final AtomicLong NUMBER = new AtomicLong(System.nanoTime() % 1_000_000);

    final JdbcTemplate jdbc;
    private final TestChannels channels;
    private final HookApplier applier;
    private final Environment environment;
    private final CadenzaProperties properties;

    HookFixture(JdbcTemplate jdbc, TestChannels channels, HookApplier applier, Environment environment,
            CadenzaProperties properties) {
        this.jdbc = jdbc;
        this.channels = channels;
        this.applier = applier;
        this.environment = environment;
        this.properties = properties;
    }

    Posts posts() {
        return new Posts(Integer.parseInt(environment.getRequiredProperty("local.server.port")),
                properties.publicUrl().toString());
    }

    UUID sendGrid() {
        return channels.add("sendgrid", ChannelType.EMAIL, Map.of("webhookPublicKey", Posts.publicKey()),
                Map.of("apiKey", "SG.x", "inboundSecret", "parse-secret"));
    }

    UUID twilio(ChannelType channel) {
        return channels.add("twilio", channel, Map.of("accountSid", "AC00000000000000000000000000000000", "from",
                "+15550001111"), Map.of("authToken", Posts.AUTH_TOKEN));
    }

    UUID meta(ChannelType channel) {
        return meta(channel, String.valueOf(NUMBER.incrementAndGet()));
    }

    UUID meta(ChannelType channel, String pageId) {
        return channels.add("meta", channel, Map.of("pageId", pageId), Map.of("appSecret", Posts.APP_SECRET,
                "verifyToken", Posts.VERIFY_TOKEN, "pageToken", "t"));
    }

    /** Works off what is due, also what other tests have left. */
    void applyAll() {
        while (applier.applyDue() > 0) {
            // until none is due
        }
    }

    static String phone() {
        return "+1415" + (2_000_000 + NUMBER.incrementAndGet() % 7_000_000);
    }

    /** A lead with an address of its own on the channel. */
    UUID lead(ChannelType channel, String address) {
        UUID id = Ids.next();
        Timestamp now = Timestamp.from(Instant.parse("2026-06-01T10:00:00Z"));
        boolean phone = channel == ChannelType.SMS || channel == ChannelType.WHATSAPP;
        jdbc.update("""
                insert into lead (id, email, phone, first_name, last_name, source, created_at, updated_at)
                values (?, ?, ?, 'Ada', ?, 'test', ?, ?)
                """, id, channel == ChannelType.EMAIL ? address : "lead-" + id + "@example.com",
                phone ? address : null, "Lovelace " + id, now, now);
        if (!phone && channel != ChannelType.EMAIL) {
            jdbc.update("insert into contact_point (channel, address, lead_id, created_at) values (?, ?, ?, ?)",
                    channel.name(), address, id, now);
        }
        return id;
    }

    /** A campaign's message in some state, handed over at {@code at}. */
    UUID message(ChannelType channel, UUID lead, String address, String state, String providerId, Instant at) {
        UUID id = Ids.next();
        boolean handedOver = !List.of("QUEUED", "CLAIMED").contains(state);
        jdbc.update("""
                insert into message (id, direction, channel, lead_id, owner_id, journey_id, enrollment_id, step_id,
                    address, body_text, state, attention, fenced_at, sent_at, provider_id, created_at)
                values (?, 'OUTBOUND', ?, ?, ?, ?, ?, 'send-1', ?, 'Hello', ?, ?, ?, ?, ?, ?)
                """, id, channel.name(), lead, Ids.next(), Ids.next(), Ids.next(), address, state,
                state.equals("UNKNOWN"), handedOver ? Timestamp.from(at) : null,
                state.equals("SENT") ? Timestamp.from(at) : null, providerId, Timestamp.from(at));
        return id;
    }

    Map<String, Object> row(UUID message) {
        return jdbc.queryForMap("select * from message where id = ?", message);
    }

    String state(UUID message) {
        return jdbc.queryForObject("select state from message where id = ?", String.class, message);
    }

    Instant time(UUID message, String column) {
        Timestamp time = jdbc.queryForObject("select " + column + " from message where id = ?", Timestamp.class,
                message);
        return time == null ? null : time.toInstant();
    }

    long events(UUID channel) {
        return count("select count(*) from hook_event where channel_config_id = ?", channel);
    }

    List<Map<String, Object>> todo(UUID channel) {
        return jdbc.queryForList("""
                select t.* from hook_todo t join hook_event e on e.id = t.event_id where e.channel_config_id = ?
                """, channel);
    }

    long count(String sql, Object... arguments) {
        Long count = jdbc.queryForObject(sql, Long.class, arguments);
        return count == null ? 0 : count;
    }

    boolean suppressed(ChannelType channel, String address, String reason) {
        return count("select count(*) from suppression where channel = ? and address = ? and reason = ?",
                channel.name(), address, reason) == 1;
    }
}
