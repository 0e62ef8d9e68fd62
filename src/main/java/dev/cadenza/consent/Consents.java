package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.consent.Consent.Source;
import dev.cadenza.consent.Consent.Status;
import dev.cadenza.platform.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The ledger of consents. It is only added to; the entry with the latest time is what holds. */
@Component
@Transactional
public class Consents {

    /**
     * Leads that can be reached, and that nothing keeps from being granted a consent by others on their behalf: they
     * took one back, or get nothing more.
     */
    private static final String FREE = """
            a.address is not null
            and not exists (select from consent_state c where c.lead_id = l.id and c.channel = :channel)
            and not exists (select from suppression s where s.channel = :channel and s.address = a.address)""";
    private static final String ADDRESS = """
            select case when :channel = 'EMAIL' then l.email when :channel in ('SMS', 'WHATSAPP') then l.phone
                when :channel = 'PUSH' then (select cast(l.id as text)
                    where exists (select from push_device d where d.lead_id = l.id))
                else (select p.address from contact_point p where p.lead_id = l.id and p.channel = :channel
                    order by p.last_inbound_at desc nulls last limit 1) end as address""";

    private final JdbcClient jdbc;
    private final Clock clock;

    Consents(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    UUID record(UUID leadId, ChannelType channel, Status status, Source source, @Nullable String evidence,
            @Nullable String by, Instant at) {
        UUID id = Ids.next();
        jdbc.sql("""
                insert into consent (id, lead_id, channel, granted, source, evidence, recorded_by, at, recorded_at)
                values (:id, :lead, :channel, :granted, :source, :evidence, :by, :at, :now)
                """)
                .param("id", id).param("lead", leadId).param("channel", channel.name())
                .param("granted", status == Status.GRANTED).param("source", source.name())
                .param("evidence", evidence, Types.VARCHAR).param("by", by, Types.VARCHAR)
                .param("at", time(at)).param("now", time(clock.instant())).update();
        return id;
    }

    @Transactional(readOnly = true)
    List<Consent> ledger(UUID leadId) {
        return jdbc.sql("select * from consent where lead_id = ? order by at desc, id desc").param(leadId)
                .query(Consents::read).list();
    }

    /** Whether a lead agrees to a channel now. */
    record Current(ChannelType channel, Status status, Instant since) {
    }

    @Transactional(readOnly = true)
    List<Current> current(UUID leadId) {
        return jdbc.sql("select channel, granted, at from consent_state where lead_id = ? order by channel")
                .param(leadId).query((row, number) -> new Current(ChannelType.valueOf(row.getString(1)),
                        row.getBoolean(2) ? Status.GRANTED : Status.WITHDRAWN,
                        row.getObject(3, OffsetDateTime.class).toInstant())).list();
    }

    /**
     * Grants for many leads in one statement, for a reason that holds for all of them. Leads that have said something
     * themselves are left out: what one person said is never changed by what somebody says of a list.
     *
     * @param listId whose members; or else {@code leadIds}
     * @return how many entries were added
     */
    int grantAll(@Nullable UUID listId, List<UUID> leadIds, ChannelType channel, String evidence, @Nullable String by,
            Instant at) {
        String who = listId != null ? "l.id in (select m.lead_id from lead_list_member m where m.list_id = :list)"
                : "l.id = any(cast(:leads as uuid[]))";
        JdbcClient.StatementSpec statement = jdbc.sql(granting(who)).param("source", Source.API.name());
        statement = listId != null ? statement.param("list", listId)
                : statement.param("leads", leadIds.toArray(UUID[]::new));
        return granted(statement, channel, evidence, by, at);
    }

    /**
     * Notes, in the transaction that starts an import, that everybody in the file has agreed to a channel.
     *
     * @param evidence how that is known
     */
    public void promise(UUID importId, ChannelType channel, String evidence, @Nullable String by) {
        jdbc.sql("insert into import_consent (import_id, channel, evidence, recorded_by, at) values (?, ?, ?, ?, ?)")
                .params(importId, channel.name(), evidence, by, time(clock.instant())).update();
    }

    /** Grants what was promised for an import whose rows are all written; once, however often it is called. */
    public void keepPromise(UUID importId) {
        jdbc.sql("select * from import_consent where import_id = ? and kept_at is null for update").param(importId)
                .query((row, number) -> new Promise(ChannelType.valueOf(row.getString("channel")),
                        row.getString("evidence"), row.getString("recorded_by"),
                        row.getObject("at", OffsetDateTime.class).toInstant()))
                .optional().ifPresent(promise -> {
                    int granted = granted(jdbc.sql(granting("l.import_batch_id = :import"))
                            .param("source", Source.IMPORT.name()).param("import", importId), promise.channel(),
                            promise.evidence(), promise.by(), promise.at());
                    jdbc.sql("update import_consent set kept_at = ?, granted = ? where import_id = ?")
                            .params(time(clock.instant()), granted, importId).update();
                });
    }

    private record Promise(ChannelType channel, String evidence, @Nullable String by, Instant at) {
    }

    private static String granting(String who) {
        return """
                insert into consent (id, lead_id, channel, granted, source, evidence, recorded_by, at, recorded_at)
                select gen_random_uuid(), l.id, :channel, true, :source, :evidence, :by, :at, :now
                from lead l cross join lateral (%s) a where %s and %s
                """.formatted(ADDRESS, who, FREE);
    }

    private int granted(JdbcClient.StatementSpec statement, ChannelType channel, String evidence, @Nullable String by,
            Instant at) {
        return statement.param("channel", channel.name()).param("evidence", evidence)
                .param("by", by, Types.VARCHAR).param("at", time(at)).param("now", time(clock.instant())).update();
    }

    private static Consent read(ResultSet row, int number) throws SQLException {
        return new Consent(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                ChannelType.valueOf(row.getString("channel")),
                row.getBoolean("granted") ? Status.GRANTED : Status.WITHDRAWN, Source.valueOf(row.getString("source")),
                row.getString("evidence"), row.getString("recorded_by"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getObject("recorded_at", OffsetDateTime.class).toInstant());
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
