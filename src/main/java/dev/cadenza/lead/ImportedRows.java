package dev.cadenza.lead;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The rows that leads were imported from. They stay in the imported files, since a copy with each lead would double it. */
public interface ImportedRows {

    /**
     * A row as it stood in the file, by heading; empty where the import or the row is not kept any more.
     *
     * @param position byte of the file at which the row begins
     */
    Optional<Map<String, String>> row(UUID importId, long position);
}
