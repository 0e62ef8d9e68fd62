package dev.cadenza.lead;

import dev.cadenza.problem.Conflict;
import java.util.UUID;

/** Another lead has this e-mail address or phone number; each belongs to one lead. */
class AddressTaken extends Conflict {

    private static final long serialVersionUID = 1L;

    private final String field;
    private final UUID leadId;

    AddressTaken(String field, String address, UUID leadId) {
        super(field + "-taken", address + " belongs to lead " + leadId + ".");
        this.field = field;
        this.leadId = leadId;
    }

    String field() {
        return field;
    }

    UUID leadId() {
        return leadId;
    }
}
