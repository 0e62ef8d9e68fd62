package dev.cadenza.fair;

import dev.cadenza.access.Ownership;
import dev.cadenza.access.Visibility;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Makes, changes and removes trade events. */
@Component
class EventRegister {

    private final TradeEvents events;
    private final EventLeads leads;
    private final CardCounts cards;
    private final Ownership ownership;
    private final Visibility visibility;
    private final JdbcTemplate jdbc;
    private final ActivityLog activity;
    private final Clock clock;

    EventRegister(TradeEvents events, EventLeads leads, CardCounts cards, Ownership ownership, Visibility visibility,
            JdbcTemplate jdbc, ActivityLog activity, Clock clock) {
        this.ownership = ownership;
        this.visibility = visibility;
        this.jdbc = jdbc;
        this.events = events;
        this.leads = leads;
        this.cards = cards;
        this.activity = activity;
        this.clock = clock;
    }

    @Transactional
    UUID create(EventDetails details) {
        UUID id = events.saveAndFlush(new TradeEvent(details, clock.instant())).id();
        ownership.own("events", id);
        activity.record(Action.EVENT_CREATED, id, Map.of("name", details.name()));
        return id;
    }

    @Transactional
    void change(UUID id, EventDetails details) {
        TradeEvent event = events.findById(id).orElseThrow(() -> new NotFound("event", id));
        event.change(details, clock.instant());
        events.saveAndFlush(event);
        activity.record(Action.EVENT_UPDATED, id, Map.of("name", details.name()));
    }

    /** Its leads and cards stay; they were only met there. */
    @Transactional
    void delete(UUID id) {
        EventView event = find(id);
        events.deleteAllByIdInBatch(List.of(id));
        ownership.forget(id);
        activity.record(Action.EVENT_DELETED, id, Map.of("name", event.name(), "leads", event.leads()));
    }

    @Transactional(readOnly = true)
    EventView find(UUID id) {
        TradeEvent event = events.findById(id).orElseThrow(() -> new NotFound("event", id));
        return event.view(leads.counts(List.of(id)).getOrDefault(id, 0L),
                cards.of(List.of(id)).getOrDefault(id, CardCounts.Counts.NONE));
    }

    /** The latest first. */
    @Transactional(readOnly = true)
    PageResponse<EventView> page(@Nullable String words, PageQuery query) {
        String pattern = words == null ? "%" : "%" + words.strip().toLowerCase(Locale.ROOT).replace("\0", "")
                .replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
        String where = " from trade_event e where (lower(e.name) like ? or lower(coalesce(e.location, '')) like ?"
                + " or lower(coalesce(e.industry, '')) like ?) and " + visibility.condition("e.id");
        Long total = jdbc.queryForObject("select count(*)" + where, Long.class, pattern, pattern, pattern);
        List<UUID> ids = jdbc.queryForList("select e.id" + where + " order by e.date desc, e.id desc limit ? offset ?",
                UUID.class, pattern, pattern, pattern, query.size(), query.offset());
        Map<UUID, TradeEvent> found = events.findAllById(ids).stream()
                .collect(Collectors.toMap(TradeEvent::id, event -> event));
        Map<UUID, Long> leadCounts = leads.counts(ids);
        Map<UUID, CardCounts.Counts> cardCounts = cards.of(ids);
        return PageResponse.of(ids.stream().map(found::get).filter(Objects::nonNull)
                .map(event -> event.view(leadCounts.getOrDefault(event.id(), 0L),
                        cardCounts.getOrDefault(event.id(), CardCounts.Counts.NONE))).toList(),
                query.page(), query.size(), total == null ? 0 : total);
    }
}
