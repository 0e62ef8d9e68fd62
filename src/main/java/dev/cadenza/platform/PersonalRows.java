package dev.cadenza.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Statements about one person, with the parameters {@code :lead} (uuid), {@code :emails} and {@code :phones} (text[]). */
@Component
public class PersonalRows {

    /** What an address may follow: nothing that belongs to an address, and the escapes of JSON and of mails. */
    private static final String BEFORE = "(^|[^a-z0-9._%+-]|\\\\[bfnrt]|\\\\u[0-9a-f]{4}|=[0-9a-f]{2})";
    private static final String AFTER = "($|[^a-z0-9.-]|[.-]($|[^a-z0-9]))";

    private final JdbcClient jdbc;
    private final ObjectMapper json;

    PersonalRows(JdbcClient jdbc, ObjectMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * A condition in SQL: that an address stands in a text as a whole. Looking for {@code ann@example.com} does not
     * find {@code joann@example.com}, who is somebody else.
     *
     * @param address SQL of an address in lower case
     * @param text SQL of a text in lower case
     */
    public static String stands(String address, String text) {
        // The second look is for what the first, much cheaper one has found.
        return "case when position(" + address + " in " + text + ") > 0 then " + text + " ~ ('" + BEFORE
                + "' || regexp_replace(" + address + ", '([]*+?.^$(){}|\\\\/[-])', '\\\\\\1', 'g') || '" + AFTER
                + "') else false end";
    }

    /** The rows of a query as JSON objects, without columns that are null. */
    public List<JsonNode> read(String query, Person person) {
        return bound("select jsonb_strip_nulls(to_jsonb(q))::text from (" + query + ") q", person)
                .query(String.class).list().stream().map(this::parse).toList();
    }

    /** @return how many rows were changed */
    public int change(String statement, Person person) {
        return bound(statement, person).update();
    }

    private JdbcClient.StatementSpec bound(String sql, Person person) {
        JdbcClient.StatementSpec statement = jdbc.sql(sql);
        if (sql.contains(":lead")) {
            statement = statement.param("lead", person.leadId());
        }
        if (sql.contains(":emails")) {
            statement = statement.param("emails", person.emails().toArray(String[]::new));
        }
        if (sql.contains(":phones")) {
            statement = statement.param("phones", person.phones().toArray(String[]::new));
        }
        return statement;
    }

    private JsonNode parse(String row) {
        try {
            return json.readTree(row);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The database wrote JSON that is none", impossible);
        }
    }
}
