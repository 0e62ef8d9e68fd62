package dev.cadenza.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** An erasure knows whom it erases until it is done, and forgets it then by itself. */
@Component
class ErasurePersonalData implements PersonalData {

    @Override
    public Set<String> tables() {
        return Set.of("erasure");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of();
    }

    @Override
    public int erase(Person person) {
        return 0;
    }
}
