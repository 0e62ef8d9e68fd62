package dev.cadenza.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.testing.CadenzaTest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Every table that refers to a lead, or has a column for an address or a whole mail, is answered for by a
 * {@link PersonalData}. A new table fails here until its module brings one, or until it is in the list below with a
 * reason.
 */
@CadenzaTest
class PersonalDataCoverageTest {

    private static final Map<String, String> NOBODY_IN_THEM = Map.of(
            "app_user", "people who work with the application",
            "account_link", "people who are invited to work with it",
            "user_session", "where people who work with it signed in",
            "sender_account", "who sends, not who is written to");

    @Autowired
    List<PersonalData> modules;
    @Autowired
    JdbcTemplate jdbc;

    @Test
    void everyTableWithPeopleInItIsExportedAndErased() {
        TreeSet<String> suspects = new TreeSet<>(jdbc.queryForList("""
                select distinct c.table_name from information_schema.columns c
                join information_schema.tables t using (table_schema, table_name)
                where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name not like 'act\\_%'
                    and (c.column_name = 'lead_id' or c.column_name ~ '(^|_)(email|emails|phone|phones|address|raw|payload)$'
                        or c.column_name = 'from_address')
                union
                select cl.relname from pg_constraint k join pg_class cl on cl.oid = k.conrelid
                where k.contype = 'f' and k.confrelid = 'lead'::regclass
                """, String.class));
        suspects.removeAll(NOBODY_IN_THEM.keySet());

        assertThat(modules.stream().flatMap(module -> module.tables().stream()).collect(Collectors.toSet()))
                .as("tables that a PersonalData answers for").containsAll(suspects);
    }

    /** Of two modules that export a kind under one name, the file would hold one's rows only. */
    @Test
    void everyTableAndEveryKindOfDataIsOneModules() {
        Person nobody = new Person(UUID.randomUUID(), Set.of(), Set.of());

        assertThat(modules.stream().flatMap(module -> module.tables().stream())).doesNotHaveDuplicates();
        assertThat(modules.stream().flatMap(module -> module.export(nobody).keySet().stream())).doesNotHaveDuplicates();
    }

    @Test
    void everyTableThatIsAnsweredForExists() {
        List<String> tables = jdbc.queryForList("select table_name from information_schema.tables"
                + " where table_schema = 'public'", String.class);
        assertThat(tables).containsAll(modules.stream().flatMap(module -> module.tables().stream()).toList());
    }
}
