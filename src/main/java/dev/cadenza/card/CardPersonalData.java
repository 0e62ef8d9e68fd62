package dev.cadenza.card;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.access.Ownership;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The business cards of somebody, with their pictures. */
@Component
@Order(500)
class CardPersonalData implements PersonalData {

    /** Cards that became the lead, and those on which one of its addresses stands. */
    private static final String THEIRS = """
            (lead_id = :lead or fields -> 'email' ->> 'value' = any(:emails)
                or exists (select from jsonb_array_elements(coalesce(fields -> 'phones', '[]')) p
                    where p ->> 'number' = any(:phones)))""";

    private final PersonalRows rows;
    private final Ownership ownership;
    private final ApplicationEventPublisher events;

    CardPersonalData(PersonalRows rows, Ownership ownership, ApplicationEventPublisher events) {
        this.ownership = ownership;
        this.rows = rows;
        this.events = events;
    }

    @Override
    public Set<String> tables() {
        return Set.of("business_card", "card_file", "card_preview", "ocr_job");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of("businessCards", rows.read("select id, status, fields, ocr_raw_data, uploaded_by, reviewed_by,"
                + " created_at, processed_at, reviewed_at from business_card where " + THEIRS + " order by id",
                person));
    }

    /** A file goes with its last card: another page of it may be somebody else's. */
    @Override
    public int erase(Person person) {
        List<JsonNode> theirs = rows.read("select id, file_id from business_card where " + THEIRS, person);
        theirs.forEach(card -> events.publishEvent(
                new CardRemoved(UUID.fromString(card.get("id").asText()))));
        theirs.forEach(card -> ownership.forget(UUID.fromString(card.get("id").asText())));
        int erased = rows.change("delete from business_card where " + THEIRS, person);
        if (erased > 0) {
            rows.change("delete from card_file f where not exists"
                    + " (select from business_card c where c.file_id = f.id)", person);
        }
        return erased;
    }
}
