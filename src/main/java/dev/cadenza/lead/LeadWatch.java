package dev.cadenza.lead;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.lead.LeadReports.Happening;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells that leads were made or changed, where anybody waits for that; where nobody does it costs one small query.
 * Whoever changes leads in a statement takes a look before and tells after, both for all of them at once:
 *
 * <pre>
 * LeadWatch.Before before = watch.before(ids);
 * ... change them ...
 * watch.after(before, now);
 * </pre>
 *
 * <p>Tags are the attribute {@code tags}, text with commas between them; they count without regard to case.
 */
@Component
public class LeadWatch {

    public static final String TAGS = "tags";

    private static final Set<EventKind> CHANGES = EnumSet.of(EventKind.LEAD_CHANGED, EventKind.TAG_ADDED,
            EventKind.SCORE_CHANGED);
    private static final Set<EventKind> ARRIVALS = EnumSet.of(EventKind.LEAD_CREATED, EventKind.TAG_ADDED);

    private final LeadReports reports;
    private final LeadProfiles profiles;
    private final ObjectMapper json;

    LeadWatch(LeadReports reports, LeadProfiles profiles, ObjectMapper json) {
        this.reports = reports;
        this.profiles = profiles;
        this.json = json;
    }

    /** Leads as they were; empty where nobody asks. */
    public static final class Before {

        private final Set<EventKind> wanted;
        private final Map<UUID, LeadProfile> leads;

        private Before(Set<EventKind> wanted, Map<UUID, LeadProfile> leads) {
            this.wanted = wanted;
            this.leads = leads;
        }
    }

    /** Whether anybody waits for leads to come. */
    public boolean arrivalsWanted() {
        return !reports.wanted(ARRIVALS).isEmpty();
    }

    /** These leads are new. In the transaction that made them. */
    public void created(Collection<UUID> leads, Instant at) {
        Set<EventKind> wanted = leads.isEmpty() ? Set.of() : reports.wanted(ARRIVALS);
        if (wanted.isEmpty()) {
            return;
        }
        List<Happening> happenings = new ArrayList<>();
        for (LeadProfile lead : profiles.load(leads)) {
            if (wanted.contains(EventKind.LEAD_CREATED)) {
                happenings.add(new Happening(lead.id(), EventKind.LEAD_CREATED, null,
                        json.createObjectNode().put("source", lead.source()), at, lead.id()));
            }
            if (wanted.contains(EventKind.TAG_ADDED)) {
                tags(lead).forEach(tag -> happenings.add(tagged(lead.id(), tag, at)));
            }
        }
        tell(happenings);
    }

    /** How these leads are now. In the transaction that is about to change them. */
    public Before before(Collection<UUID> leads) {
        return before(() -> leads);
    }

    /** The same for leads that have to be looked up first, which is left out where nobody asks. */
    public Before before(Supplier<? extends Collection<UUID>> leads) {
        Set<EventKind> wanted = reports.wanted(CHANGES);
        return new Before(wanted, wanted.isEmpty() ? Map.of() : load(leads.get()));
    }

    /** What has changed since {@code before}. */
    public void after(Before before, Instant at) {
        if (before.leads.isEmpty()) {
            return;
        }
        List<Happening> happenings = new ArrayList<>();
        load(before.leads.keySet()).forEach((id, now) -> {
            LeadProfile then = Objects.requireNonNull(before.leads.get(id));
            if (before.wanted.contains(EventKind.LEAD_CHANGED)) {
                fields(then, now, at, happenings);
            }
            if (before.wanted.contains(EventKind.TAG_ADDED)) {
                Set<String> fresh = new LinkedHashSet<>(tags(now));
                fresh.removeAll(tags(then));
                fresh.forEach(tag -> happenings.add(tagged(id, tag, at)));
            }
            if (before.wanted.contains(EventKind.SCORE_CHANGED) && then.score() != now.score()) {
                happenings.add(new Happening(id, EventKind.SCORE_CHANGED, null,
                        json.createObjectNode().put("from", then.score()).put("to", now.score()), at, null));
            }
        });
        tell(happenings);
    }

    /** An event for each field that is another one; those of attributes have keys such as {@code attributes.size}. */
    private void fields(LeadProfile then, LeadProfile now, Instant at, List<Happening> happenings) {
        Map<String, Object> old = values(then);
        Map<String, Object> current = values(now);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(current.keySet());
        for (String name : names) {
            if (!Objects.equals(old.get(name), current.get(name))) {
                ObjectNode payload = json.createObjectNode();
                put(payload, "from", old.get(name));
                put(payload, "to", current.get(name));
                happenings.add(new Happening(now.id(), EventKind.LEAD_CHANGED, name, payload, at, null));
            }
        }
    }

    private void put(ObjectNode payload, String name, @Nullable Object value) {
        if (value != null) {
            payload.set(name, json.valueToTree(value));
        }
    }

    private static Map<String, Object> values(LeadProfile lead) {
        Map<String, Object> values = new HashMap<>();
        LeadFields.put(lead, values);
        values.remove(LeadFields.SCORE);
        values.remove("name");
        lead.attributes().forEach((key, value) -> values.put("attributes." + key, value));
        return values;
    }

    private static Set<String> tags(LeadProfile lead) {
        Object tags = lead.attributes().get(TAGS);
        return tags == null ? Set.of() : Arrays.stream(tags.toString().split(","))
                .map(tag -> tag.strip().toLowerCase(Locale.ROOT)).filter(tag -> !tag.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private Happening tagged(UUID lead, String tag, Instant at) {
        return new Happening(lead, EventKind.TAG_ADDED, tag, json.createObjectNode(), at, null);
    }

    private Map<UUID, LeadProfile> load(Collection<UUID> leads) {
        return profiles.load(leads).stream().collect(Collectors.toMap(LeadProfile::id, lead -> lead));
    }

    private void tell(List<Happening> happenings) {
        if (!happenings.isEmpty()) {
            reports.tell(happenings);
        }
    }
}
