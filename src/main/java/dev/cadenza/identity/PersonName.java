package dev.cadenza.identity;

import dev.cadenza.problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a name may hold: it stands in mails, lists and pages, on one line. */
final class PersonName {

    private PersonName() {
    }

    static List<FieldError> faults(@Nullable String firstName, @Nullable String lastName,
            @Nullable String companyName) {
        List<FieldError> faults = new ArrayList<>();
        check("firstName", firstName, faults);
        check("lastName", lastName, faults);
        check("companyName", companyName, faults);
        return faults;
    }

    private static void check(String field, @Nullable String name, List<FieldError> faults) {
        if (name != null && name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            faults.add(FieldError.of(field, "invalid", "A name must be one line without control characters."));
        }
    }
}
