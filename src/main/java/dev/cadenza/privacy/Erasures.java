package dev.cadenza.privacy;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.lead.LeadAutomation;
import dev.cadenza.message.Suppressions;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.problem.NotFound;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Erases people (GDPR, article 17). When a request returns, nothing more is handed over to the person; the rest is done by
 * {@code processes/erasure.bpmn}, which waits for the outcome of what was being handed over at that moment.
 */
@Component
@Transactional
class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    private final People people;
    private final ObjectProvider<PersonalData> modules;
    private final LeadAutomation automation;
    private final Suppressions suppressions;
    private final JdbcClient jdbc;
    private final ApplicationEventPublisher events;
    private final ActivityLog activity;
    private final Clock clock;

    Erasures(People people, ObjectProvider<PersonalData> modules, LeadAutomation automation, Suppressions suppressions,
            JdbcClient jdbc, ApplicationEventPublisher events, ActivityLog activity, Clock clock) {
        this.people = people;
        this.modules = modules;
        this.automation = automation;
        this.suppressions = suppressions;
        this.jdbc = jdbc;
        this.events = events;
        this.activity = activity;
        this.clock = clock;
    }

    /** An erasure was asked for; its process begins in the same transaction. */
    record Asked(UUID erasureId) {
    }

    UUID ask(UUID leadId) {
        return ask(people.lead(leadId));
    }

    /** @param address of a lead, or of somebody who is none and wrote or was written to */
    UUID ask(String address) {
        return ask(people.leadOf(address).map(people::lead).orElseGet(() -> people.stranger(address)));
    }

    /** @param leadId null where the person is no lead; an address that is another lead's is passed over */
    UUID ask(@Nullable UUID leadId, Set<String> addresses) {
        return ask(people.person(leadId, addresses));
    }

    private UUID ask(Person person) {
        Optional<UUID> running = jdbc.sql("select id from erasure where status = 'RUNNING' and lead_id = ?"
                + " and emails = ?::text[] and phones = ?::text[]").params(person.leadId(), array(person.emails()), array(person.phones()))
                .query(UUID.class).optional();
        if (running.isPresent()) {
            return running.get();
        }
        UUID id = Ids.next();
        jdbc.sql("insert into erasure (id, status, lead_id, emails, phones, requested_by, requested_at)"
                + " values (:id, 'RUNNING', :lead, :emails, :phones, :by, :at)")
                .param("id", id).param("lead", person.leadId()).param("emails", array(person.emails()))
                .param("phones", array(person.phones()))
                .param("by", SignedInUser.current().map(SignedInUser::email).orElse(null), Types.VARCHAR)
                .param("at", now()).update();
        activity.record(Action.ERASURE_REQUESTED, id, Map.of());
        events.publishEvent(new Asked(id));
        return id;
    }

    /** Ends what runs for the person, and suppresses the addresses for good. */
    void stop(UUID id) {
        Person person = person(id);
        if (jdbc.sql("select exists (select from lead where id = ?)").param(person.leadId()).query(Boolean.class)
                .single()) {
            automation.stop(person.leadId());
        }
        for (ChannelType channel : ChannelType.values()) {
            (channel == ChannelType.EMAIL ? person.emails() : person.phones())
                    .forEach(address -> suppressions.forget(channel, address));
        }
    }

    /** @return whether something is under way that will write about the person once more */
    boolean erase(UUID id) {
        Person person = person(id);
        int rows = modules.orderedStream().mapToInt(module -> module.erase(person)).sum();
        boolean unfinished = modules.stream().anyMatch(module -> module.unfinished(person));
        jdbc.sql("update erasure set row_count = row_count + ? where id = ?").params(rows, id).update();
        if (!unfinished) {
            jdbc.sql("update erasure set status = 'DONE', lead_id = null, emails = null, phones = null, finished_at = ?"
                    + " where id = ?").params(now(), id).update();
            LOG.info("Erasure {} is done: {} rows", id, rows);
        }
        return unfinished;
    }

    private Person person(UUID id) {
        return jdbc.sql("select lead_id, emails, phones from erasure where id = ? and status = 'RUNNING' for update")
                .param(id).query((row, number) -> new Person(row.getObject(1, UUID.class), set(row.getArray(2)),
                        set(row.getArray(3)))).optional().orElseThrow(() -> new NotFound("running erasure", id));
    }

    @Transactional(readOnly = true)
    Erasure get(UUID id) {
        return jdbc.sql("select * from erasure where id = ?").param(id).query(Erasures::read).optional()
                .orElseThrow(() -> new NotFound("erasure", id));
    }

    @Transactional(readOnly = true)
    PageResponse<Erasure> page(PageQuery query) {
        return PageResponse.of(jdbc.sql("select * from erasure order by id desc offset ? limit ?")
                .params(query.offset(), query.size()).query(Erasures::read).list(), query.page(), query.size(),
                jdbc.sql("select count(*) from erasure").query(Long.class).single());
    }

    private static Erasure read(ResultSet row, int number) throws SQLException {
        return new Erasure(row.getObject("id", UUID.class), Erasure.Status.valueOf(row.getString("status")),
                row.getObject("lead_id", UUID.class), row.getString("requested_by"),
                row.getObject("requested_at", OffsetDateTime.class).toInstant(), finished(row), row.getInt("row_count"));
    }

    private static @Nullable Instant finished(ResultSet row) throws SQLException {
        OffsetDateTime time = row.getObject("finished_at", OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static Set<String> set(@Nullable Array array) throws SQLException {
        return array == null ? Set.of() : Set.copyOf(List.of((String[]) array.getArray()));
    }

    private static String[] array(Set<String> addresses) {
        return addresses.stream().sorted().toArray(String[]::new);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
