package dev.cadenza.message;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Which nodes that send are alive. Times are the database's, so the clocks of nodes do not matter. A lease decides when
 * others clean up, and never whether a message may be handed over: that is the fence's, on the message's own row.
 */
@Component
class Nodes {

    private final JdbcTemplate jdbc;
    private final OutboxSettings settings;

    Nodes(JdbcTemplate jdbc, OutboxSettings settings) {
        this.jdbc = jdbc;
        this.settings = settings;
    }

    void alive(String node) {
        jdbc.update("""
                insert into outbox_node (node, lease_until) values (?, clock_timestamp() + ? * interval '1 millisecond')
                on conflict (node) do update set lease_until = excluded.lease_until
                """, node, settings.lease().toMillis());
    }

    void gone(String node) {
        jdbc.update("delete from outbox_node where node = ?", node);
    }

    /** For the start of the only node there can be: every other has died. */
    void onlyOneLeft(String node) {
        jdbc.update("delete from outbox_node where node <> ?", node);
    }
}
