package dev.cadenza.lead;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where modules below the stream of events tell what happened to leads. The stream implements it. */
public interface LeadReports {

    /**
     * Something that happened to a lead.
     *
     * @param key which of its kind; see {@link EventKind}
     * @param origin id of the row that it comes from, which makes it unique with the kind; null where twice is twice
     */
    record Happening(UUID leadId, EventKind kind, @Nullable String key, JsonNode payload, Instant at,
            @Nullable UUID origin) {
    }

    /**
     * Those of these kinds that anybody waits for now, as the caller's transaction sees it: one small query. Who would
     * have to look first what happened to many leads asks here whether it is worth it.
     */
    Set<EventKind> wanted(Set<EventKind> kinds);

    /** Tells it, in the caller's transaction, with one statement for all. What nobody waits for is left out. */
    void tell(Collection<Happening> happenings);
}
