package dev.cadenza.intake;

import java.util.UUID;

/** Another node works on the import. */
class ImportBusy extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ImportBusy(UUID importId) {
        super("Another node works on import " + importId);
    }
}
