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

        /** @return whether it had not been applied before */
        boolean apply(Told told, @Nullable UUID lead) {
            UUID id = told.event().id();
            if (!applied.add(id)) {
                return false;
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
            return true;
        }
    }

    /** Who is who while a batch is applied. */
    private final class Turn {
        private final Outcome outcome;
        private final Map<UUID, UUID> owners;
        private final LeadsOfSources.Known known;
        private final Map<UUID, List<Told>> waiting = new LinkedHashMap<>();
        private final Map<UUID, UUID> links = new LinkedHashMap<>();
        private final Set<UUID> fresh = new LinkedHashSet<>();
        private final Map<UUID, Instant> toldAt = new HashMap<>();
        private final Map<UUID, Instant> toldNow = new HashMap<>();

        Turn(Outcome outcome, List<Told> told) {
            this.outcome = outcome;
            this.owners = lock(told, toldAt);
            this.known = leads.known(told, owners.values());
        }

        void decide(Told one) {
            Reading reading = one.reading();
            UUID named = known.lead(reading.who());
            if (reading.order() != null) {
                outcome.apply(one, named);
                return;
            }
            UUID lead = named != null ? named : one.owner(owners, known);
            if (lead == null && known.mayStillBeFound(reading.who(), one.event())) {
                outcome.hashesMissing = true;
                outcome.later.add(one.event().id());
                return;
            }
            if (lead == null) {
                lead = leads.create(one, known);
                isLatest(one);
            } else {
                leads.tell(lead, one, known, isLatest(one));
            }
            if (lead == null) {
                wait(one);
                return;
            }
            outcome.apply(one, lead);
            for (UUID identity : one.identities()) {
                if (!lead.equals(owners.put(identity, lead))) {
                    link(identity, lead);
                }
            }
        }

        /** Whether nothing newer was told of the customer before: deliveries that failed come hours later. */
        private boolean isLatest(Told one) {
            if (one.reading().fields().isEmpty() && one.reading().attributes().isEmpty()) {
                return true;
            }
            Happening happening = one.reading().happening();
            Instant at = happening == null ? one.event().receivedAt() : happening.at();
            if (one.customers().stream().map(toldAt::get).anyMatch(last -> last != null && last.isAfter(at))) {
                return false;
            }
            one.customers().forEach(customer -> {
                toldAt.put(customer, at);
                toldNow.put(customer, at);
            });
            return true;
        }

        private void wait(Told one) {
            if (one.identities().isEmpty()) {
                outcome.refused.put(one.event().id(), one.source().settings().creates()
                        ? "Nobody is known by this, and a new lead needs an e-mail address or a phone number."
                        : "Nobody is known by this, and the source makes no new leads (createLeads).");
            }
            one.identities().forEach(identity -> waiting.computeIfAbsent(identity, unseen -> new ArrayList<>())
                    .add(one));
        }

        /** The identity is the lead's from now on, and so is what waits for it in this batch. */
        private void link(UUID identity, UUID lead) {
            links.put(identity, lead);
            fresh.add(identity);
            waiting.getOrDefault(identity, List.of()).forEach(earlier -> come(earlier, lead));
        }

        /** An event from before anybody knew who it was; it may make further identities known. */
        private void come(Told earlier, UUID lead) {
            if (!lead.equals(earlier.owner(owners, known)) || !outcome.apply(earlier, lead)) {
                return;
            }
            leads.tell(lead, earlier, known, isLatest(earlier));
            for (UUID identity : earlier.identities()) {
                if (owners.putIfAbsent(identity, lead) == null) {
                    link(identity, lead);
                }
            }
        }

        /** What somebody did before, in earlier batches. */
        void bringPast() {
            while (!fresh.isEmpty()) {
                List<Told> past = read(events.waitingFor(fresh, MOST_OF_THE_PAST), outcome);
                fresh.clear();
                lock(past, toldAt).forEach(owners::putIfAbsent);
                for (Told one : past) {
                    UUID lead = one.owner(owners, known);
                    if (lead != null) {
                        come(one, lead);
                    }
                }
            }
            identities.link(links);
            identities.told(toldNow);
        }

        /** Who is still nobody. */
        void leaveAnonymous() {
            waiting.values().stream().flatMap(List::stream).filter(one -> !outcome.applied.contains(one.event().id()))
                    .forEach(one -> outcome.anonymous.put(one.event().id(), one.identities()));
        }
    }

    Done apply(List<DataEvent> batch) {
        if (batch.isEmpty()) {
            return new Done(0, false);
        }
        Outcome outcome = new Outcome();
        List<Told> told = read(batch, outcome);
        Turn turn = new Turn(outcome, told);
        for (Told one : told) {
            if (orders.carryOut(one, turn.known, turn.owners)) {
                turn.decide(one);
            } else {
                outcome.later.add(one.event().id());
            }
        }
        turn.bringPast();
        turn.leaveAnonymous();
        write(outcome);
        return new Done(batch.size(), outcome.hashesMissing);
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

    private Map<UUID, UUID> lock(List<Told> told, Map<UUID, Instant> times) {
        TreeSet<UUID> ids = new TreeSet<>(Comparator.comparing(UUID::toString));
        Map<UUID, UUID> of = new HashMap<>();
        told.forEach(one -> one.identities().forEach(identity -> {
            ids.add(identity);
            of.put(identity, one.source().id());
        }));
        return identities.lock(ids, of, times);
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
