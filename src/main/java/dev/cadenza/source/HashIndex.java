package dev.cadenza.source;

import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Finds leads by the SHA-256 of their address: an e-mail in lower case, or the digits of a phone number. An index on
 * the leads themselves would cost every import about as much as the row; this table is filled when somebody asks, with
 * what came since it was asked the last time, which the index on the time of creation finds. An address that was
 * changed since is found after the next comparison of all ({@code cadenza.sources.whole-hashes}); docs/adr/0028 has the
 * reasons.
 */
@Component
class HashIndex {

    /** A transaction may commit leads so long after the time it gave them. */
    private static final Duration OVERLAP = Duration.ofHours(1);
    private static final String FILL = """
            insert into lead_hash (hash, lead_id)
            select distinct on (a.hash) a.hash, a.id from (
                select sha256(convert_to(email, 'UTF8')) as hash,
                  id from lead where email is not null and created_at >= ?
                union all
                select sha256(convert_to(ltrim(phone, '+'), 'UTF8')), id from lead
                where phone is not null and created_at >= ?) a
            where not exists (select from lead_hash h where h.hash = a.hash and h.lead_id = a.id)
            order by a.hash
            on conflict (hash) do update set lead_id = excluded.lead_id
            """;

    private final JdbcTemplate jdbc;
    private final IntakeSettings settings;
    private final Clock clock;

    HashIndex(JdbcTemplate jdbc, IntakeSettings settings, Clock clock) {
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /** Up to when leads are in it. */
    Instant upTo() {
        Timestamp at = jdbc.queryForObject("select up_to from lead_hash_state", Timestamp.class);
        return at == null ? Instant.EPOCH : at.toInstant();
    }

    /** The lead of each hash that is some lead's now. */
    Map<ByteBuffer, UUID> find(Collection<byte[]> hashes) {
        Map<ByteBuffer, UUID> found = new HashMap<>();
        if (!hashes.isEmpty()) {
            jdbc.query("""
                    select h.hash, l.id from lead_hash h join lead l on l.id = h.lead_id
                    where h.hash = any(?) and (h.hash = sha256(convert_to(coalesce(l.email, ''), 'UTF8'))
                        or h.hash = sha256(convert_to(ltrim(coalesce(l.phone, ''), '+'), 'UTF8')))
                    """, row -> {
                found.put(ByteBuffer.wrap(row.getBytes(1)), row.getObject(2, UUID.class));
            }, (Object) hashes.toArray(byte[][]::new));
        }
        return found;
    }

    /** Takes in the leads that came since; from time to time compares all. Only one node at a time does. */
    @Transactional
    public void catchUp() {
        Instant now = clock.instant();
        List<Instant[]> state = jdbc.query("select up_to, whole_at from lead_hash_state for update skip locked",
                (row, number) -> new Instant[] {row.getTimestamp(1).toInstant(), row.getTimestamp(2).toInstant()});
        if (state.isEmpty()) {
            return;
        }
        boolean whole = state.get(0)[1].plus(settings.wholeHashes()).isBefore(now);
        Timestamp since = Timestamp.from(whole ? Instant.EPOCH : state.get(0)[0].minus(OVERLAP));
        if (whole) {
            jdbc.update("delete from lead_hash h where not exists (select from lead l where l.id = h.lead_id)");
        }
        jdbc.update(FILL, since, since);
        jdbc.update("update lead_hash_state set up_to = ?, whole_at = case when ? then ? else whole_at end",
                Timestamp.from(now), whole, Timestamp.from(now));
    }
}
