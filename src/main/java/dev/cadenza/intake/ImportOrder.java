package dev.cadenza.intake;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants imported.
 *
 * @param fileName as the file is called where it comes from
 * @param columnMapping a lead's field, {@code name}, {@code attributes.<key>} or {@code -} by heading; headings that it
 *     does not name are recognised
 * @param listId a list that the leads are added to
 * @param newListName a list that is made for them
 * @param source where the leads come from; {@code csv} where it is not said
 */
public record ImportOrder(String fileName, Map<String, String> columnMapping, @Nullable UUID listId,
        @Nullable String newListName, @Nullable String source) {

    public ImportOrder {
        columnMapping = Map.copyOf(columnMapping);
    }
}
