package dev.cadenza.privacy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Everything that is kept about one person, in one moment's state (GDPR, articles 15 and 20). */
@Component
class PersonalFile {

    private final People people;
    private final ObjectProvider<PersonalData> modules;
    private final ObjectWriter json;
    private final Clock clock;

    PersonalFile(People people, ObjectProvider<PersonalData> modules, ObjectMapper json, Clock clock) {
        this.people = people;
        this.modules = modules;
        this.json = json.writerWithDefaultPrettyPrinter();
        this.clock = clock;
    }

    /** @param data rows by the kind of data; kinds of which nothing is kept are empty */
    record Content(UUID leadId, Instant exportedAt, Map<String, List<JsonNode>> data) {
    }

    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Content of(UUID leadId) {
        return of(people.lead(leadId));
    }

    /** The same for somebody who may be no lead, known by addresses. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Content of(@Nullable UUID leadId, Set<String> addresses) {
        return of(people.person(leadId, addresses));
    }

    private Content of(Person person) {
        Map<String, List<JsonNode>> data = new LinkedHashMap<>();
        modules.orderedStream().map(module -> module.export(person))
                .flatMap(exported -> exported.entrySet().stream())
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .forEach(kind -> data.put(kind.getKey(), kind.getValue()));
        return new Content(person.leadId(), clock.instant(), data);
    }

    /** The same as a ZIP with a file of JSON for each kind of data. */
    void zip(Content content, OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            put(zip, "about.json", Map.of("leadId", content.leadId(), "exportedAt", content.exportedAt()));
            for (Map.Entry<String, List<JsonNode>> kind : content.data().entrySet()) {
                put(zip, kind.getKey() + ".json", kind.getValue());
            }
        }
    }

    private void put(ZipOutputStream zip, String name, Object value) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes(value));
        zip.closeEntry();
    }

    private byte[] bytes(Object value) throws JsonProcessingException {
        return json.writeValueAsBytes(value);
    }
}
