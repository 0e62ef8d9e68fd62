package dev.cadenza.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one module keeps about people. Every module with a table that refers to a lead implements this for its own
 * tables, so that a new module joins the export (GDPR, article 15) and the erasure (article 17) by bringing a bean.
 */
public interface PersonalData {

    /** The tables that this answers for. A test compares them with the tables that there are. */
    Set<String> tables();

    /** Everything kept about the person: rows by the name under which the export shows them. {@link PersonalRows} reads them. */
    Map<String, List<JsonNode>> export(Person person);

    /**
     * Deletes what is kept about the person, or takes out of it whatever tells who it was. What is counted stays
     * countable: a message that was sent stays a message that was sent. Runs in the caller's transaction, and may be
     * called again for the same person, when something came in late.
     *
     * @return how many rows were deleted or changed
     */
    int erase(Person person);

    /** Whether something is under way about the person that will write once more; the erasure then comes again. */
    default boolean unfinished(Person person) {
        return false;
    }
}
