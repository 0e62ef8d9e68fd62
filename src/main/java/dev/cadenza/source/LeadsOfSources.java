package dev.cadenza.source;

import dev.cadenza.audience.ListMembers;
import dev.cadenza.lead.LeadFill;
import dev.cadenza.lead.LeadMerge;
import dev.cadenza.problem.NotFound;
import dev.cadenza.source.Reading.Who;
import dev.cadenza.source.SourceBatch.Told;
import java.nio.ByteBuffer;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Which leads events are about; where a source may, makes those that are missing. */
@Component
class LeadsOfSources {

    private static final Logger LOG = LoggerFactory.getLogger(LeadsOfSources.class);

    private final JdbcTemplate jdbc;
    private final HashIndex hashes;
    private final LeadMerge merge;
    private final LeadFill fill;
    private final ListMembers lists;
    private final Clock clock;

    LeadsOfSources(JdbcTemplate jdbc, HashIndex hashes, LeadMerge merge, LeadFill fill, ListMembers lists,
            Clock clock) {
        this.jdbc = jdbc;
        this.hashes = hashes;
        this.merge = merge;
        this.fill = fill;
        this.lists = lists;
        this.clock = clock;
    }

    /** The leads of a batch's addresses, looked up at once. */
    static final class Known {

        private final Map<String, UUID> byAddress = new HashMap<>();
        private final Map<UUID, String> emails = new HashMap<>();
        private final Map<ByteBuffer, UUID> byHash = new HashMap<>();
        private Instant hashesUpTo = Instant.MAX;

        /**
         * An e-mail address says more than a phone number, which people share: who tells another address than the lead
         * of the number has is somebody else.
         */
        @Nullable UUID lead(Who who) {
            UUID lead = who.email() == null ? null : byAddress.get(who.email());
            for (byte[] hash : who.hashes()) {
                lead = lead == null ? byHash.get(ByteBuffer.wrap(hash)) : lead;
            }
            UUID ofPhone = lead != null || who.phone() == null ? null : byAddress.get(who.phone());
            return ofPhone == null || isAnother(ofPhone, who) ? lead : ofPhone;
        }

        /** Whether the person tells an e-mail address, and the lead has another one. */
        boolean isAnother(UUID lead, Who who) {
            String email = emails.get(lead);
            return email != null && who.email() != null && !email.equals(who.email());
        }

        private void learn(UUID lead, @Nullable String email) {
            if (email != null && emails.putIfAbsent(lead, email) == null) {
                byAddress.putIfAbsent(email, lead);
            }
        }

        /** Whether it has to be asked again when the hashes are as new as the event. */
        boolean mayStillBeFound(Who who, DataEvent event) {
            return !who.hashes().isEmpty() && hashesUpTo.isBefore(event.receivedAt());
        }
    }

    /** @param others leads whose browsers, carts or numbers are told of */
    Known known(List<Told> told, Collection<UUID> others) {
        Known known = new Known();
        Set<String> addresses = new LinkedHashSet<>();
        List<byte[]> asked = new ArrayList<>();
        told.forEach(one -> {
            Who who = one.reading().who();
            if (who.email() != null) {
                addresses.add(who.email());
            }
            if (who.phone() != null) {
                addresses.add(who.phone());
            }
            asked.addAll(who.hashes());
        });
        if (!addresses.isEmpty()) {
            String[] all = addresses.toArray(String[]::new);
            jdbc.query("select id, email, phone from lead where email = any(?) or phone = any(?) or id = any(?)",
                    row -> {
                UUID lead = row.getObject(1, UUID.class);
                known.learn(lead, row.getString(2));
                if (row.getString(3) != null) {
                    known.byAddress.put(row.getString(3), lead);
                }
            }, all, all, others.toArray(UUID[]::new));
        }
        if (!asked.isEmpty()) {
            known.hashesUpTo = hashes.upTo();
            known.byHash.putAll(hashes.find(asked));
        }
        return known;
    }

    /**
     * What the event says of the lead itself: over what is there where the sender proved itself and told nothing newer
     * before, else into what is empty.
     */
    void tell(UUID lead, Told told, Known known, boolean latest) {
        Map<String, String> fields = fields(told);
        known.learn(lead, fields.get("email"));
        if (!fields.isEmpty() || !told.reading().attributes().isEmpty()) {
            fill.fill(lead, fields, told.reading().attributes(), latest && told.event().proven());
        }
    }

    /** @return the new lead; null where the source makes none, or nothing is known by which to reach it */
    @Nullable UUID create(Told told, Known known) {
        Map<String, String> fields = fields(told);
        if (!told.source().settings().creates() || !fields.containsKey("email") && !fields.containsKey("phone")) {
            return null;
        }
        LeadMerge.Merged merged = merge.merge(new LeadMerge.Newcomer(fields, told.reading().attributes(),
                told.source().type().word() + ":" + cut(told.source().name()), null));
        UUID lead = merged.leadId();
        known.learn(lead, fields.get("email"));
        if (fields.containsKey("phone")) {
            known.byAddress.putIfAbsent(fields.get("phone"), lead);
        }
        if (merged.created()) {
            jdbc.update("insert into source_lead (source_id, lead_id, made_at) values (?, ?, ?) on conflict do nothing",
                    told.source().id(), lead, Timestamp.from(clock.instant()));
            join(told.source(), lead);
        }
        return lead;
    }

    private void join(DataSource source, UUID lead) {
        UUID list = source.settings().listId();
        if (list == null) {
            return;
        }
        try {
            lists.add(list, List.of(lead));
        } catch (NotFound gone) {
            LOG.warn("Data source {} names a list that is gone: {}", source.id(), list);
        }
    }

    private static Map<String, String> fields(Told told) {
        Map<String, String> fields = new HashMap<>(told.reading().fields());
        Who who = told.reading().who();
        if (who.email() != null) {
            fields.put("email", who.email());
        }
        if (who.phone() != null) {
            fields.put("phone", who.phone());
        }
        return fields;
    }

    private static String cut(String name) {
        return name.length() > 80 ? name.substring(0, 80) : name;
    }
}
