package dev.cadenza.audience;

import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.Rejected;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes lists for modules that fill them. */
@Component
public class NewLists {

    private final ListRegister register;

    NewLists(ListRegister register) {
        this.register = register;
    }

    /**
     * @throws Rejected where the name is missing or bad
     * @throws Conflict where there is a list of this name
     */
    public UUID create(String name) {
        return register.create(Naming.of(name, null));
    }
}
