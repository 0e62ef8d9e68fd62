package dev.cadenza.channel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Mails that could not be taken in, and those in the mailboxes of the embedded server. */
@Component
@Order(500)
class MailPersonalData implements PersonalData {

    private static final String THEIRS = """
            exists (select from unnest(:emails) as e(address) where %s)"""
            .formatted(PersonalRows.stands("e.address", "lower(encode(f.raw, 'escape'))"));

    private final PersonalRows rows;
    private final ObjectProvider<EmbeddedMailServer> server;
    private final ObjectMapper json;

    MailPersonalData(PersonalRows rows, ObjectProvider<EmbeddedMailServer> server, ObjectMapper json) {
        this.rows = rows;
        this.server = server;
        this.json = json;
    }

    @Override
    public Set<String> tables() {
        return Set.of("mailbox_failure");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        List<JsonNode> received = server.stream().flatMap(mails -> person.emails().stream()
                .flatMap(address -> mails.mails(address, 0, Integer.MAX_VALUE).stream()))
                .<JsonNode>map(json::valueToTree).toList();
        return Map.of(
                "mailsNotTakenIn", rows.read("select f.received_at, encode(f.raw, 'base64') as raw_base64"
                        + " from mailbox_failure f where " + THEIRS, person),
                "embeddedMailbox", received);
    }

    @Override
    public int erase(Person person) {
        int mails = server.stream().mapToInt(embedded -> embedded.erase(person.emails())).sum();
        return mails + rows.change("delete from mailbox_failure f where " + THEIRS, person);
    }
}
