package dev.cadenza.insight;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds up the changes of numbers that triggers wrote beside the changed rows (docs/adr/0060). A change is deleted in
 * the transaction that adds it to its sum, so who reads sums and changes together reads each once. One node at a time
 * does it, and nobody else touches a sum, so no send ever waits here.
 */
@Component
class Rollups {

    private static final int MOST_AT_A_TIME = 20_000;
    /** Held by the node that adds up; any number that nobody else locks. */
    private static final long LOCK = 0x696e_7369_6768_7401L;

    private static final List<String> STATEMENTS = List.of(
            statement("message_change", List.of(
                    sum("message_tally", "owner_id, step_id, channel", "messages, sent, delivered, opened, clicked,"
                            + " replied, bounced, failed, unknown, cancelled, suppressed, skipped", "true"),
                    sum("sent_tally", "quarter, owner_id, channel", Scope.SENT, "quarter <> 'epoch'"),
                    sum("sent_total_tally", "quarter, channel", Scope.SENT, "quarter <> 'epoch'"))),
            statement("draft_change", List.of(
                    sum("draft_tally", "owner_id, step_id, quarter", "created, approved, rejected", "true"))),
            statement("enrollment_change", List.of(
                    sum("enrollment_tally", "owner_id, step_id, status", "leads", "true"))));

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Rollups(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.transaction = new TransactionTemplate(transactions);
    }

    /** Adds up all changes that are there, some in each transaction. Returns at once where another node does it. */
    void run() {
        for (String statement : STATEMENTS) {
            Integer taken = MOST_AT_A_TIME;
            while (taken != null && taken >= MOST_AT_A_TIME) {
                taken = transaction.execute(status -> some(statement));
            }
        }
    }

    private int some(String statement) {
        if (!Boolean.TRUE.equals(jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK))) {
            return 0;
        }
        Integer taken = jdbc.queryForObject(statement, Integer.class, MOST_AT_A_TIME);
        return taken == null ? 0 : taken;
    }

    private static String statement(String changes, List<String> sums) {
        StringBuilder sql = new StringBuilder("with taken as (delete from " + changes + " where ctid = any(array("
                + "select ctid from " + changes + " limit ?)) returning *)");
        for (int i = 0; i < sums.size(); i++) {
            sql.append(", sum").append(i).append(" as (").append(sums.get(i)).append(')');
        }
        return sql.append(" select count(*) from taken").toString();
    }

    private static String sum(String tally, String keys, String numbers, String condition) {
        List<String> columns = Arrays.stream(numbers.split(",")).map(String::strip).toList();
        return "insert into " + tally + " as t (" + keys + ", " + numbers + ") select " + keys + ", "
                + columns.stream().map(column -> "sum(" + column + ")").collect(Collectors.joining(", "))
                + " from taken where " + condition + " group by " + keys + " on conflict (" + keys + ") do update set "
                + columns.stream().map(column -> column + " = t." + column + " + excluded." + column)
                        .collect(Collectors.joining(", "));
    }
}
