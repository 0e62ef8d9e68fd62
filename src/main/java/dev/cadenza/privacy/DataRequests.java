package dev.cadenza.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonRequest;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import dev.cadenza.problem.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What others ask for on behalf of people: an erasure begins at once; a request for data stands here, with its file
 * ready, until somebody has handed it out.
 */
@Component
class DataRequests implements PersonalData {

    /** GDPR, article 12: within one month. */
    private static final Duration TIME_LIMIT = Duration.ofDays(30);
    private static final String THEIRS = "(lead_id = :lead or emails && cast(:emails as text[])"
            + " or phones && cast(:phones as text[]))";

    private final Erasures erasures;
    private final PersonalFile file;
    private final PersonalRows rows;
    private final ActivityLog activity;
    private final JdbcClient jdbc;
    private final Clock clock;

    DataRequests(Erasures erasures, PersonalFile file, PersonalRows rows, ActivityLog activity, JdbcClient jdbc,
            Clock clock) {
        this.erasures = erasures;
        this.file = file;
        this.rows = rows;
        this.activity = activity;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A request as the API shows it.
     *
     * @param leadId null where the person is no lead, or is erased by now
     * @param origin who asks
     */
    record View(UUID id, @Nullable UUID leadId, String origin, @Nullable String reference, Instant receivedAt,
            Instant dueAt, @Nullable Instant answeredAt, @Nullable String answeredBy) {
    }

    @EventListener
    void on(PersonRequest request) {
        if (request.kind() == PersonRequest.Kind.ERASURE) {
            erasures.ask(request.leadId(), request.addresses());
            return;
        }
        UUID id = Ids.next();
        Instant now = clock.instant();
        int added = jdbc.sql("""
                insert into data_request (id, lead_id, emails, phones, origin, reference, received_at, due_at)
                values (:id, :lead, :emails, :phones, :origin, :reference, :now, :due) on conflict do nothing
                """).param("id", id).param("lead", request.leadId(), Types.OTHER)
                .param("emails", addresses(request, true)).param("phones", addresses(request, false))
                .param("origin", request.origin()).param("reference", request.reference(), Types.VARCHAR)
                .param("now", Timestamp.from(now)).param("due", Timestamp.from(now.plus(TIME_LIMIT))).update();
        if (added == 1) {
            activity.record(Action.DATA_REQUEST_RECEIVED, id, Map.of("origin", request.origin()));
        }
    }

    @Transactional(readOnly = true)
    public PageResponse<View> page(boolean open, PageQuery query) {
        String where = " from data_request" + (open ? " where answered_at is null" : "");
        return PageResponse.of(jdbc.sql("select *" + where + " order by id desc offset ? limit ?")
                .params(query.offset(), query.size()).query(DataRequests::read).list(), query.page(), query.size(),
                jdbc.sql("select count(*)" + where).query(Long.class).single());
    }

    @Transactional(readOnly = true)
    public View get(UUID id) {
        return jdbc.sql("select * from data_request where id = ?").param(id).query(DataRequests::read).optional()
                .orElseThrow(() -> new NotFound("data request", id));
    }

    PersonalFile.Content file(UUID id) {
        View request = get(id);
        Set<String> addresses = Set.copyOf(jdbc.sql("select unnest(emails || phones) from data_request where id = ?")
                .param(id).query(String.class).list());
        return file.of(request.leadId(), addresses);
    }

    /** Somebody has handed the file out. */
    @Transactional
    public void done(UUID id) {
        get(id);
        jdbc.sql("update data_request set answered_at = :now, answered_by = :by where id = :id and answered_at is null")
                .param("now", Timestamp.from(clock.instant()))
                .param("by", SignedInUser.current().map(SignedInUser::email).orElse(null), Types.VARCHAR)
                .param("id", id).update();
        activity.record(Action.DATA_REQUEST_ANSWERED, id, Map.of());
    }

    @Override
    public Set<String> tables() {
        return Set.of("data_request");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("dataRequests", rows.read("select origin, reference, received_at, answered_at from data_request"
                + " where " + THEIRS + " order by received_at", person));
    }

    @Override
    public int erase(Person person) {
        return rows.change("update data_request set lead_id = null, emails = '{}', phones = '{}' where " + THEIRS,
                person);
    }

    private static String[] addresses(PersonRequest request, boolean emails) {
        return request.addresses().stream().filter(address -> address.indexOf('@') > 0 == emails).sorted()
                .toArray(String[]::new);
    }

    private static View read(ResultSet row, int number) throws SQLException {
        Timestamp answered = row.getTimestamp("answered_at");
        return new View(row.getObject("id", UUID.class), row.getObject("lead_id", UUID.class), row.getString("origin"),
                row.getString("reference"), row.getTimestamp("received_at").toInstant(),
                row.getTimestamp("due_at").toInstant(), answered == null ? null : answered.toInstant(),
                row.getString("answered_by"));
    }
}
