package dev.cadenza.hook;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the events of one kind. Pure: what is read from the same event is the same whenever it is replayed. */
interface EventReader {

    HookEvent.Kind kind();

    /** @throws UnreadableEvent where it is not what the provider's documentation says */
    Meaning read(HookEvent event, JsonNode payload);
}
