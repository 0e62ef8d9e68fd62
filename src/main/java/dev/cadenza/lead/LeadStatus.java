package dev.cadenza.lead;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How far the relation to a lead has come. */
public enum LeadStatus {
    /** Nobody has spoken to it. */
    NEW,
    /** A message went out. */
    CONTACTED,
    /** It answered. */
    REPLIED,
    /** A person found it worth pursuing. */
    QUALIFIED,
    CUSTOMER,
    /** It will not become a customer. */
    LOST;

    /** The status of that name, in any case. */
    public static Optional<LeadStatus> of(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(status -> status.name().equals(upper)).findFirst();
    }

    public static String words() {
        return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
    }
}
