package dev.cadenza.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.event.LeadEvents;
import dev.cadenza.event.NewEvent;
import dev.cadenza.source.Reading.Happening;
import dev.cadenza.source.Reading.Who;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Applies a batch of events in the caller's transaction. The identities in it are locked first: of one visitor, one
 * batch is applied after the other, so that either the event that makes it known finds what it did before, or what it
 * did finds it known.
 */
@Component
class SourceBatch {

    /** How much of a visitor's past comes along in one transaction; the rest follows at once. */
    private static final int MOST_OF_THE_PAST = 2000;

    private final DataSources sources;
    private final DataEvents events;
    private final Identities identities;
    private final LeadsOfSources leads;
    private final SourceOrders orders;
    private final SourceCounts.Book counts;
    private final LeadEvents stream;
    private final ObjectMapper json;
    private final Map<SourceType, SourceFormat> formats = new EnumMap<>(SourceType.class);

    SourceBatch(DataSources sources, DataEvents events, Identities identities, LeadsOfSources leads,
            SourceOrders orders,
            SourceCounts.Book counts, LeadEvents stream, ObjectMapper json, List<SourceFormat> formats) {
        this.sources = sources;
        this.events = events;
        this.identities = identities;
        this.leads = leads;
        this.orders = orders;
        this.counts = counts;
        this.stream = stream;
        this.json = json;
        formats.forEach(format -> this.formats.put(format.type(), format));
    }

    /** @param hashesMissing whether events wait for newer hashes of addresses */
    record Done(int count, boolean hashesMissing) {
    }

    /**
     * An event with what it says.
     *
     * @param customers those of the identities that are one person's for good, as a browser is not
     */
    record Told(DataEvent event, DataSource source, Reading reading, Set<UUID> identities, Set<UUID> customers) {

        /** Whose the identities are, where the event does not tell that it is somebody else by now. */
        @Nullable UUID owner(Map<UUID, UUID> owners, LeadsOfSources.Known known) {
            return identities.stream().filter(owners::containsKey).filter(identity -> customers.contains(identity)
                    || !known.isAnother(owners.get(identity), reading.who())).map(owners::get).findFirst().orElse(null);
        }
    }

    /** What came of a batch, gathered so that each kind of outcome is written in one statement. */
    private static final class Outcome {
        private final Map<UUID, UUID> leadOfEvent = new HashMap<>();
        private final Set<UUID> applied = new LinkedHashSet<>();
        private final List<UUID> later = new ArrayList<>();
        private final Map<UUID, Set<UUID>> anonymous = new LinkedHashMap<>();
        private final Map<UUID, String> refused = new LinkedHashMap<>();
        private final Map<UUID, NewEvent> happened = new TreeMap<>(Comparator.comparing(UUID::toString));
        private final Map<UUID, Integer> perSource = new TreeMap<>();
        private final Map<UUID, Instant> latest = new HashMap<>();
        private boolean hashesMissing;

        void apply(Told told, @Nullable UUID lead) {
            UUID id = told.event().id();
            if (!applied.add(id)) {
                return;
            }
            Happening happening = told.reading().happening();
            if (lead != null) {
                leadOfEvent.put(id, lead);
                if (happening != null) {
                    happened.put(id, new NewEvent(lead, happening.kind(), happening.key(), happening.payload(),
                            happening.at(), id));
                }
            }
            perSource.merge(told.source().id(), 1, Integer::sum);
            latest.merge(told.source().id(), told.event().receivedAt(), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    Done apply(List<DataEvent> batch) {
        if (batch.isEmpty()) {
            return new Done(0, false);
        }
        Outcome outcome = new Outcome();
        List<Told> told = read(batch, outcome);
        Map<UUID, UUID> owners = lock(told);
        LeadsOfSources.Known known = leads.known(told, owners.values());
        Map<UUID, UUID> links = new LinkedHashMap<>();
        Map<UUID, List<Told>> anonymous = new LinkedHashMap<>();
        for (Told one : told) {
            if (orders.carryOut(one, known, owners)) {
                decide(one, known, owners, links, anonymous, outcome);
            } else {
                outcome.later.add(one.event().id());
            }
        }
        bringPast(links, owners, known, outcome);
        anonymous.values().stream().flatMap(List::stream).filter(one -> !outcome.applied.contains(one.event().id()))
                .forEach(one -> outcome.anonymous.put(one.event().id(), one.identities()));
        write(outcome);
        return new Done(batch.size(), outcome.hashesMissing);
    }

    private void decide(Told one, LeadsOfSources.Known known, Map<UUID, UUID> owners, Map<UUID, UUID> links,
            Map<UUID, List<Told>> anonymous, Outcome outcome) {
        Reading reading = one.reading();
        if (reading.order() != null) {
            outcome.apply(one, known.lead(reading.who()));
            return;
        }
        UUID named = known.lead(reading.who());
        UUID lead = named != null ? named : one.owner(owners, known);
        if (lead == null && known.mayStillBeFound(reading.who(), one.event())) {
            outcome.hashesMissing = true;
            outcome.later.add(one.event().id());
            return;
        }
        if (lead == null) {
            lead = leads.create(one, known);
        } else {
            leads.tell(lead, one, known);
        }
        if (lead == null) {
            wait(one, anonymous, outcome);
            return;
        }
        outcome.apply(one, lead);
        for (UUID identity : one.identities()) {
            if (!lead.equals(owners.put(identity, lead))) {
                links.put(identity, lead);
                UUID owner = lead;
                anonymous.getOrDefault(identity, List.of()).forEach(earlier -> outcome.apply(earlier, owner));
            }
        }
    }

    private static void wait(Told one, Map<UUID, List<Told>> anonymous, Outcome outcome) {
        if (one.identities().isEmpty()) {
            outcome.refused.put(one.event().id(), one.source().settings().creates()
                    ? "Nobody is known by this, and a new lead needs an e-mail address or a phone number."
                    : "Nobody is known by this, and the source makes no new leads (createLeads).");
        }
        one.identities().forEach(identity -> anonymous.computeIfAbsent(identity, unseen -> new ArrayList<>()).add(one));
    }

    /** What somebody did before anybody knew who it was; it may make further identities known. */
    private void bringPast(Map<UUID, UUID> links, Map<UUID, UUID> owners, LeadsOfSources.Known known,
            Outcome outcome) {
        Map<UUID, UUID> fresh = new LinkedHashMap<>(links);
        Map<UUID, UUID> all = new LinkedHashMap<>(links);
        while (!fresh.isEmpty()) {
            List<Told> past = read(events.waitingFor(fresh.keySet(), MOST_OF_THE_PAST), outcome);
            Map<UUID, UUID> more = new LinkedHashMap<>();
            for (Told one : past) {
                UUID lead = one.owner(owners, known);
                if (lead != null) {
                    leads.tell(lead, one, known);
                    outcome.apply(one, lead);
                    one.identities().stream().filter(identity -> !owners.containsKey(identity))
                            .forEach(identity -> more.put(identity, lead));
                }
            }
            lock(past).forEach(owners::putIfAbsent);
            more.keySet().removeIf(owners::containsKey);
            owners.putAll(more);
            all.putAll(more);
            fresh = more;
        }
        identities.link(all);
    }

    private List<Told> read(Collection<DataEvent> batch, Outcome outcome) {
        Map<UUID, DataSource> known = new HashMap<>();
        sources.findAllById(batch.stream().map(DataEvent::sourceId).distinct().toList())
                .forEach(source -> known.put(source.id(), source));
        List<Told> told = new ArrayList<>();
        for (DataEvent event : batch) {
            DataSource source = known.get(event.sourceId());
            if (source == null) {
                outcome.applied.add(event.id());
                continue;
            }
            try {
                if (event.topic().equals(DataEvent.UNREADABLE)) {
                    throw new UnreadableData("It is not what a source of this type sends");
                }
                SourceFormat format = formats.get(source.type());
                Reading reading = format.read(source, event, json.readTree(event.payload()));
                if (reading.refused() != null) {
                    outcome.refused.put(event.id(), reading.refused());
                } else {
                    Set<UUID> ids = new LinkedHashSet<>();
                    Set<UUID> customers = new LinkedHashSet<>();
                    reading.who().identities().forEach(word -> {
                        UUID id = Identities.id(source.id(), word);
                        ids.add(id);
                        if (word.startsWith(Who.CUSTOMER)) {
                            customers.add(id);
                        }
                    });
                    told.add(new Told(event, source, reading, ids, customers));
                }
            } catch (JsonProcessingException | UnreadableData unreadable) {
                events.failed(event.id(), unreadable instanceof UnreadableData ? unreadable
                        : new UnreadableData("The payload is no JSON"), true);
            }
        }
        return told;
    }

    private Map<UUID, UUID> lock(List<Told> told) {
        TreeSet<UUID> ids = new TreeSet<>(Comparator.comparing(UUID::toString));
        Map<UUID, UUID> of = new HashMap<>();
        told.forEach(one -> one.identities().forEach(identity -> {
            ids.add(identity);
            of.put(identity, one.source().id());
        }));
        return identities.lock(ids, of);
    }

    /** In the order in which they came in, what came along included. */
    private void write(Outcome outcome) {
        if (!outcome.happened.isEmpty()) {
            stream.append(outcome.happened.values());
        }
        events.applied(outcome.applied, outcome.leadOfEvent);
        events.later(outcome.later);
        events.anonymous(outcome.anonymous);
        events.refused(outcome.refused);
        outcome.perSource.forEach((source, applied) -> counts.add(source, applied, 0, outcome.latest.get(source)));
    }
}
