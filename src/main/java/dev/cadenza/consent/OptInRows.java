package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of opt-ins. */
@Component
class OptInRows {

    private final JdbcClient jdbc;

    OptInRows(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void insert(OptIn optIn) {
        jdbc.sql("""
                insert into opt_in (id, lead_id, channel, address, sender_account_id, status, asked_by, asked_at,
                    expires_at)
                values (:id, :lead, :channel, :address, :sender, 'ASKED', :by, :at, :until)
                """)
                .param("id", optIn.id()).param("lead", optIn.leadId()).param("channel", optIn.channel().name())
                .param("address", optIn.address()).param("sender", optIn.senderAccountId())
                .param("by", optIn.askedBy(), Types.VARCHAR).param("at", Consents.time(optIn.askedAt()))
                .param("until", Consents.time(optIn.expiresAt())).update();
    }

    Optional<OptIn> find(UUID id) {
        return jdbc.sql("select * from opt_in where id = ?").param(id).query(OptInRows::read).optional();
    }

    OptIn lock(UUID id) {
        return jdbc.sql("select * from opt_in where id = ? for update").param(id).query(OptInRows::read).optional()
                .orElseThrow(() -> new NotFound("opt-in", id));
    }

    List<OptIn> of(UUID leadId) {
        return jdbc.sql("select * from opt_in where lead_id = ? order by asked_at desc, id desc").param(leadId)
                .query(OptInRows::read).list();
    }

    /** One that may still be answered. */
    Optional<OptIn> open(UUID leadId, ChannelType channel) {
        return of(leadId).stream()
                .filter(one -> one.channel() == channel && one.status() == OptIn.Status.ASKED).findFirst();
    }

    void asked(UUID id, String processInstanceId, UUID messageId) {
        jdbc.sql("update opt_in set process_instance_id = ?, message_id = ? where id = ?")
                .params(processInstanceId, messageId, id).update();
    }

    void confirmed(UUID id, Instant at, String evidence) {
        jdbc.sql("update opt_in set status = 'CONFIRMED', confirmed_at = ?, evidence = ? where id = ?")
                .params(Consents.time(at), evidence, id).update();
    }

    /** @return false where the consent was recorded before */
    boolean recorded(UUID id, UUID consentId) {
        return jdbc.sql("update opt_in set consent_id = ? where id = ? and consent_id is null")
                .params(consentId, id).update() == 1;
    }

    void expired(UUID id) {
        jdbc.sql("update opt_in set status = 'EXPIRED' where id = ? and status = 'ASKED'").param(id).update();
    }

    private static OptIn read(ResultSet row, int number) throws SQLException {
        return new OptIn(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class),
                ChannelType.valueOf(row.getString("channel")), row.getString("address"),
                row.getObject("sender_account_id", UUID.class), OptIn.Status.valueOf(row.getString("status")),
                row.getString("process_instance_id"), row.getObject("message_id", UUID.class),
                row.getString("asked_by"), instant(row, "asked_at"), instant(row, "expires_at"),
                nullable(row, "confirmed_at"), row.getString("evidence"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant nullable(ResultSet row, String column) throws SQLException {
        return row.getObject(column) == null ? null : instant(row, column);
    }
}
