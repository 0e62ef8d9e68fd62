package dev.cadenza.event;

import dev.cadenza.lead.EventKind;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The kinds of events that anybody waits for. Known to each node, and asked for anew when the version in the database is
 * another one than the node knows, or after two seconds.
 */
@Component
class EventInterests {

    private static final long STALE_AFTER = Duration.ofSeconds(2).toNanos();

    private final ObjectProvider<EventConsumer> consumers;
    private final JdbcTemplate jdbc;
    private volatile Known known = new Known(-1, 0, Set.of());

    EventInterests(ObjectProvider<EventConsumer> consumers, JdbcTemplate jdbc) {
        this.consumers = consumers;
        this.jdbc = jdbc;
    }

    private record Known(long version, long askedAt, Set<EventKind> kinds) {
    }

    Set<EventKind> wanted() {
        long version = version();
        Known now = known;
        if (now.version() != version || System.nanoTime() - now.askedAt() > STALE_AFTER) {
            EnumSet<EventKind> kinds = EnumSet.noneOf(EventKind.class);
            consumers.forEach(consumer -> kinds.addAll(consumer.interests()));
            now = new Known(version, System.nanoTime(), Set.copyOf(kinds));
            known = now;
        }
        return now.kinds();
    }

    long version() {
        Long version = jdbc.queryForObject("select version from event_interest", Long.class);
        return version == null ? 0 : version;
    }

    /** The numbers come from a sequence, so that one that was rolled back never comes again for something else. */
    void changed() {
        jdbc.update("update event_interest set version = nextval('event_interest_version')");
    }
}
