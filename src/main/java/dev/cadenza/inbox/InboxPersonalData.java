package dev.cadenza.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Mails as they came in. The row of the mailbox's cursor stays, so that none of them is read a second time. */
@Component
@Order(500)
class InboxPersonalData implements PersonalData {

    /** Also what could not be matched, where the address stands in it: a bounce names it in its text only. */
    private static final String THEIRS = """
            (i.lead_id = :lead or i.from_address = any(:emails)
            or i.answered_id in (select m.id from message m where m.lead_id = :lead)
            or i.message_id in (select m.id from message m where m.lead_id = :lead)
            or i.status in ('RECEIVED', 'UNMATCHED', 'FAILED') and exists (select from unnest(:emails) as e(address)
                where %s))""".formatted(PersonalRows.stands("e.address", "lower(encode(i.raw, 'escape'))"));

    private final PersonalRows rows;

    InboxPersonalData(PersonalRows rows) {
        this.rows = rows;
    }

    @Override
    public Set<String> tables() {
        return Set.of("inbound_mail", "conversation", "message_metadata");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of(
                "conversations", rows.read("select channel, status, address, preview, draft, metadata, created_at,"
                        + " closed_at from conversation where lead_id = :lead", person),
                "messageMetadata", rows.read("select x.message_id, x.data from message_metadata x"
                        + " join message m on m.id = x.message_id where m.lead_id = :lead", person),
                "inboundMails", rows.read("""
                select i.id, i.received_at, i.from_address, i.from_name, i.recipients, i.subject, i.classification,
                    encode(i.raw, 'base64') as raw_base64
                from inbound_mail i where %s order by i.received_at""".formatted(THEIRS), person));
    }

    @Override
    public int erase(Person person) {
        rows.change("""
                update inbound_mail set duplicate_of = null
                where duplicate_of in (select i.id from inbound_mail i where %s)""".formatted(THEIRS), person);
        return rows.change("delete from inbound_mail i where " + THEIRS, person)
                + rows.change("delete from conversation where lead_id = :lead", person)
                + rows.change("delete from message_metadata where message_id in"
                        + " (select m.id from message m where m.lead_id = :lead)", person);
    }
}
