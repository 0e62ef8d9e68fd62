package dev.cadenza.consent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.platform.Person;
import dev.cadenza.platform.PersonalData;
import dev.cadenza.platform.PersonalRows;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** A ledger is evidence while there is somebody whom it is about; with the person it goes too. */
@Component
class ConsentPersonalData implements PersonalData {

    private final PersonalRows rows;
    private final OptInRows optIns;
    private final ApplicationEventPublisher events;

    ConsentPersonalData(PersonalRows rows, OptInRows optIns, ApplicationEventPublisher events) {
        this.rows = rows;
        this.optIns = optIns;
        this.events = events;
    }

    @Override
    public Set<String> tables() {
        return Set.of("consent", "consent_state", "opt_in");
    }

    @Override
    public Map<String, List<JsonNode>> export(Person person) {
        return Map.of(
                "consents", rows.read("select channel, granted, source, evidence, at, recorded_at from consent"
                        + " where lead_id = :lead order by at, id", person),
                "optIns", rows.read("select channel, address, status, asked_at, expires_at, confirmed_at, evidence"
                        + " from opt_in where lead_id = :lead order by asked_at", person));
    }

    @Override
    public int erase(Person person) {
        optIns.of(person.leadId()).forEach(optIn -> {
            String instance = optIn.processInstanceId();
            if (instance != null && optIn.status() == OptIn.Status.ASKED) {
                events.publishEvent(new OptInEvents.Dropped(instance));
            }
        });
        rows.read("select set_config('cadenza.erasing', 'on', true) as erasing", person);
        int erased = rows.change("delete from consent where lead_id = :lead", person)
                + rows.change("delete from consent_state where lead_id = :lead", person)
                + rows.change("delete from opt_in where lead_id = :lead", person);
        rows.read("select set_config('cadenza.erasing', 'off', true) as erasing", person);
        return erased;
    }
}
