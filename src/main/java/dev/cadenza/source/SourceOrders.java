package dev.cadenza.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.platform.PersonRequest;
import dev.cadenza.source.Reading.Who;
import dev.cadenza.source.SourceBatch.Told;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * What a source can ask for: that somebody's data are handed out or erased, or all that it brought (the mandatory
 * privacy topics of Shopify), and the end of it.
 */
@Component
class SourceOrders {

    /** Erasures begun in one transaction. */
    private static final int MOST_ERASURES = 50;

    private final ApplicationEventPublisher requests;
    private final DataSources sources;
    private final SourceCounts.Book counts;
    private final JdbcTemplate jdbc;
    private final ObjectMapper json;
    private final Clock clock;

    SourceOrders(ApplicationEventPublisher requests, DataSources sources, SourceCounts.Book counts, JdbcTemplate jdbc,
            ObjectMapper json, Clock clock) {
        this.requests = requests;
        this.sources = sources;
        this.counts = counts;
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
    }

    /** @return false where there is more to do in a further transaction */
    boolean carryOut(Told told, LeadsOfSources.Known known, Map<UUID, UUID> owners) {
        Reading.Order order = told.reading().order();
        if (order == null) {
            return true;
        }
        switch (order) {
            case EXPORT -> ask(PersonRequest.Kind.EXPORT, told, lead(told, known, owners));
            case ERASE -> ask(PersonRequest.Kind.ERASURE, told, lead(told, known, owners));
            case ERASE_SOURCE -> {
                return eraseAll(told);
            }
            case DISCONNECT -> {
                DataSource source = sources.findById(told.source().id()).orElse(told.source());
                source.disconnect(clock.instant());
                sources.saveAndFlush(source);
            }
        }
        return true;
    }

    private static @Nullable UUID lead(Told told, LeadsOfSources.Known known, Map<UUID, UUID> owners) {
        UUID named = known.lead(told.reading().who());
        return named != null ? named : told.owner(owners, known);
    }

    private void ask(PersonRequest.Kind kind, Told told, @Nullable UUID lead) {
        Who who = told.reading().who();
        Set<String> addresses = new HashSet<>();
        if (who.email() != null) {
            addresses.add(who.email());
        }
        if (who.phone() != null) {
            addresses.add(who.phone());
        }
        if (lead != null || !addresses.isEmpty()) {
            requests.publishEvent(new PersonRequest(kind, lead, addresses, origin(told), reference(told)));
        }
    }

    /** Leads that were made of what the source sent are erased as people; the rest of what it sent is deleted. */
    private boolean eraseAll(Told told) {
        UUID source = told.source().id();
        List<UUID> leads = jdbc.queryForList("delete from source_lead where ctid = any(array(select ctid from"
                + " source_lead where source_id = ? limit ?)) returning lead_id", UUID.class, source, MOST_ERASURES);
        for (UUID lead : leads) {
            requests.publishEvent(new PersonRequest(PersonRequest.Kind.ERASURE, lead, Set.of(), origin(told), null));
        }
        if (leads.size() == MOST_ERASURES) {
            return false;
        }
        jdbc.update("delete from source_identity where source_id = ?", source);
        counts.add(source, 0, jdbc.update("delete from data_todo where source_id = ? and event_id <> ?", source,
                told.event().id()), null);
        jdbc.update("update data_event set payload = '{}', lead_id = null where source_id = ? and id <> ?", source,
                told.event().id());
        return true;
    }

    private String origin(Told told) {
        String shop = payload(told).path("shop").asText();
        return told.source().name() + (shop.isEmpty() ? "" : " (" + shop + ")");
    }

    private @Nullable String reference(Told told) {
        return Values.text(payload(told).path("body").path("data_request").path("id"));
    }

    private JsonNode payload(Told told) {
        try {
            return json.readTree(told.event().payload());
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("It was read a moment ago", impossible);
        }
    }
}
