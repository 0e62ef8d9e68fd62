package dev.cadenza.bench;

import dev.cadenza.platform.Ids;
import java.util.Random;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Makes a list of leads that have everything the mails of {@link SequenceMails} speak of. */
final class BenchAudience {

    private static final int CHUNK = 5_000;
    private static final String[] FIRST = {"Anna", "Ben", "Clara", "David", "Emma", "Felix", "Greta", "Hans", "Ines",
        "Jonas", "Karla", "Lukas", "Mia", "Noah", "Olivia", "Paul", "Rosa", "Simon", "Tina", "Ulrich", "Vera"};
    private static final String[] LAST = {"Meyer", "Schmidt", "Fischer", "Weber", "Wagner", "Becker", "O'Neill", "Hoffmann",
        "Koch", "Richter", "Klein", "Wolf", "Neumann", "Schwarz", "Braun", "Hofmann", "Zimmermann", "Hartmann"};
    private static final String[] COMPANY = {"Acme & Sons", "Globex", "Initech", "Hooli", "Vehement", "Stark Industries",
        "Wayne Enterprises", "Tyrell", "Northwind", "Contoso", "Fabrikam"};
    private static final String[] TITLE = {"Head of Logistics", "CEO", "Operations Manager", "Fleet Manager",
        "Managing Director", "Head of Procurement"};
    private static final String[] CITY = {"Berlin", "Hamburg", "München", "London", "Paris", "Zürich", "Wien", "Leipzig"};

    private BenchAudience() {
    }

    /** @return the list's id */
    static UUID of(JdbcTemplate jdbc, int leads) {
        UUID list = Ids.next();
        jdbc.update("insert into lead_list (id, name, created_at, updated_at) values (?, ?, now(), now())", list,
                "Benchmark " + list);
        Random random = new Random(leads);
        for (int from = 0; from < leads; from += CHUNK) {
            add(jdbc, list, Math.min(CHUNK, leads - from), random);
        }
        jdbc.execute("vacuum analyze lead");
        jdbc.execute("vacuum analyze lead_list_member");
        return list;
    }

    private static void add(JdbcTemplate jdbc, UUID list, int count, Random random) {
        String[][] columns = new String[6][count];
        UUID[] ids = new UUID[count];
        for (int i = 0; i < count; i++) {
            ids[i] = Ids.next();
            columns[0][i] = "lead-" + ids[i] + "@example.org";
            columns[1][i] = FIRST[random.nextInt(FIRST.length)];
            columns[2][i] = LAST[random.nextInt(LAST.length)];
            columns[3][i] = COMPANY[random.nextInt(COMPANY.length)] + " " + random.nextInt(1_000);
            columns[4][i] = TITLE[random.nextInt(TITLE.length)];
            columns[5][i] = CITY[random.nextInt(CITY.length)];
        }
        jdbc.update("""
                with added as (
                    insert into lead (id, email, first_name, last_name, company, title, city, source, created_at,
                        updated_at)
                    select r.*, 'bench', now(), now()
                    from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[]) as r
                    returning id)
                insert into lead_list_member (list_id, lead_id, added_at) select ?, id, now() from added""",
                ids, columns[0], columns[1], columns[2], columns[3], columns[4], columns[5], list);
    }
}
