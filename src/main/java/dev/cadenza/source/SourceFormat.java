package dev.cadenza.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.source.DataEvent.Posted;
import java.util.List;

/** How one type of source speaks. */
interface SourceFormat {

    SourceType type();

    /**
     * @param secrets that are valid now
     * @return whether the sender proved to know the secret; false where it need not
     * @throws SourceRefused where it had to
     */
    boolean admit(DataSource source, List<String> secrets, SourcePost post);

    /**
     * The events of a post.
     *
     * @throws UnreadableData where it is not what the type sends
     */
    List<Posted> split(DataSource source, SourcePost post);

    /**
     * Pure: what is read from the same event is the same whenever it is repeated.
     *
     * @throws UnreadableData where it is not what the type sends
     */
    Reading read(DataSource source, DataEvent event, JsonNode payload);
}
