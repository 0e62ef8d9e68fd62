package dev.cadenza.card;

import dev.cadenza.audience.ListMembers;
import dev.cadenza.fair.EventLeads;
import dev.cadenza.lead.LeadMerge;
import dev.cadenza.lead.LeadProperties;
import dev.cadenza.lead.LeadValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Makes leads of cards, or adds to those that are there. */
@Component
class CardLeads {

    private static final String SOURCE = "business-card";

    private final LeadMerge merge;
    private final EventLeads events;
    private final ListMembers lists;
    private final JdbcTemplate jdbc;
    private final @Nullable String region;

    CardLeads(LeadMerge merge, EventLeads events, ListMembers lists, JdbcTemplate jdbc, LeadProperties properties) {
        this.merge = merge;
        this.events = events;
        this.lists = lists;
        this.jdbc = jdbc;
        this.region = properties.defaultRegion();
    }

    /** True where a lead can be reached at what the card says. */
    boolean possible(CardFields fields) {
        Map<String, String> values = values(fields);
        return values.containsKey("email") || values.containsKey("phone");
    }

    /** The lead, in the event and the list of the card. */
    UUID make(BusinessCard card, CardFields fields) {
        Map<String, Object> attributes = attributes(fields);
        if (card.eventId() != null) {
            jdbc.queryForList("select name from trade_event where id = ?", String.class, card.eventId())
                    .forEach(name -> attributes.put("eventName", name));
        }
        UUID lead = merge.merge(new LeadMerge.Newcomer(values(fields), attributes, SOURCE, card.fields())).leadId();
        if (card.eventId() != null) {
            events.add(card.eventId(), List.of(lead));
        }
        if (card.listId() != null) {
            lists.add(card.listId(), List.of(lead));
        }
        return lead;
    }

    private Map<String, String> values(CardFields fields) {
        Map<String, String> values = new LinkedHashMap<>();
        fields.get(CardField.NAME).ifPresent(name -> {
            PersonName person = PersonName.of(name.value());
            put(values, "firstName", Optional.ofNullable(person.first()));
            put(values, "lastName", Optional.ofNullable(person.last()));
        });
        put(values, "email", text(fields, CardField.EMAIL));
        put(values, "phone", fields.phone().map(Phone::number));
        put(values, "title", text(fields, CardField.TITLE));
        put(values, "company", text(fields, CardField.COMPANY));
        put(values, "city", text(fields, CardField.CITY));
        put(values, "country", text(fields, CardField.COUNTRY));
        put(values, "website", text(fields, CardField.WEBSITE));
        put(values, "linkedinUrl", text(fields, CardField.LINKEDIN));
        return values;
    }

    /** What a lead has no field for. */
    private static Map<String, Object> attributes(CardFields fields) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        fields.get(CardField.ADDRESS).ifPresent(address -> attributes.put("address", address.value()));
        for (Phone phone : fields.phones()) {
            if (!fields.phone().equals(Optional.of(phone))) {
                attributes.putIfAbsent(switch (phone.kind()) {
                    case WORK -> "workPhone";
                    case MOBILE -> "otherMobile";
                    case FAX -> "fax";
                }, phone.number());
            }
        }
        return attributes;
    }

    private static Optional<String> text(CardFields fields, CardField field) {
        return fields.get(field).map(FieldValue::value);
    }

    private void put(Map<String, String> values, String field, Optional<String> raw) {
        raw.map(value -> LeadValues.check(field, value, region).value()).ifPresent(value -> values.put(field, value));
    }
}
