package dev.cadenza.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The rows of imported files in which somebody's address stands, refused ones too. They are overwritten with spaces where
 * they stand, so that every other row keeps its place in the file.
 */
@Component
@Order(500)
class ImportPersonalData implements PersonalData {

    /**
     * Files with one of the addresses in them. A piece is looked at together with the beginning of the next one, which an
     * address may reach into; pieces of UTF-16 without the zero bytes that 'escape' shows as \000.
     */
    private static final String FILES = """
            select distinct p.batch_id from import_piece p
                left join import_piece n on n.batch_id = p.batch_id and n.number = p.number + 1
            where exists (select from unnest(?) as a(address) where position(a.address in lower(replace(
                encode(p.data || coalesce(substring(n.data from 1 for 600), ''), 'escape'), '\\000', ''))) > 0)
            """;

    private final JdbcTemplate jdbc;
    private final ImportBatches batches;
    private final PersonRows people;
    private final ObjectMapper json;

    ImportPersonalData(JdbcTemplate jdbc, ImportBatches batches, PersonRows people, ObjectMapper json) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.people = people;
        this.json = json;
    }

    @Override
    public Set<String> tables() {
        return Set.of("import_piece", "import_refusal");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        List<JsonNode> rows = new ArrayList<>();
        for (ImportBatch batch : files(person)) {
            for (PersonRows.Row row : people.find(batch, addresses(person))) {
                rows.add(json.valueToTree(Map.of("import", batch.id(), "file", batch.fileName(), "row",
                        RawRows.byHeading(batch, row.cells()))));
            }
        }
        return Map.of("importedRows", rows);
    }

    @Override
    public int erase(Person person) {
        int erased = 0;
        for (ImportBatch batch : files(person)) {
            List<PersonRows.Row> rows = people.find(batch, addresses(person));
            people.blank(batch, rows);
            for (PersonRows.Row row : rows) {
                jdbc.update("update import_refusal set reason = 'The row was erased.' where batch_id = ? and position = ?",
                        batch.id(), row.from());
            }
            erased += rows.size();
        }
        return erased;
    }

    private List<ImportBatch> files(Person person) {
        List<String> addresses = addresses(person);
        return addresses.isEmpty() ? List.of()
                : jdbc.queryForList(FILES, UUID.class, (Object) addresses.toArray(String[]::new)).stream()
                        .map(batches::find).flatMap(java.util.Optional::stream).toList();
    }

    /** A phone number stands in files in too many ways; rows that have nothing else are found by their lead's number. */
    private static List<String> addresses(Person person) {
        List<String> addresses = new ArrayList<>(person.emails());
        addresses.addAll(person.phones());
        return addresses;
    }
}
