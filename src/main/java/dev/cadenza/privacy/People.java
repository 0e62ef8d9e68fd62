package dev.cadenza.privacy;

import dev.cadenza.platform.Person;
import dev.cadenza.problem.NotFound;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds out under which addresses somebody is known. */
@Component
class People {

    private final JdbcClient jdbc;

    People(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The person that a lead is, with every address that it was written to.
     *
     * @throws NotFound where there is neither such a lead nor a message of one
     */
    Person lead(UUID leadId) {
        Set<String> addresses = new LinkedHashSet<>(jdbc.sql("""
                select email from lead where id = :lead and email is not null
                union select phone from lead where id = :lead and phone is not null
                union select address from contact_point where lead_id = :lead
                union select address from message where lead_id = :lead and direction = 'OUTBOUND' and address <> ''
                """).param("lead", leadId).query(String.class).list());
        if (addresses.isEmpty()) {
            throw new NotFound("lead", leadId);
        }
        return sorted(leadId, addresses);
    }

    Optional<UUID> leadOf(String address) {
        return jdbc.sql("select id from lead where email = :address or phone = :address").param("address", address)
                .query(UUID.class).optional();
    }

    /** Somebody who is no lead, known by an address only. */
    Person stranger(String address) {
        return sorted(new UUID(0, 0), Set.of(address));
    }

    /**
     * A lead, or nobody's lead, with addresses that others name for the same person.
     *
     * @throws NotFound where nothing at all is known
     */
    Person person(@Nullable UUID leadId, Set<String> addresses) {
        Set<String> own = new LinkedHashSet<>(addresses);
        Optional<UUID> lead = leadId != null ? Optional.of(leadId)
                : addresses.stream().map(this::leadOf).flatMap(Optional::stream).findFirst();
        if (lead.isPresent()) {
            own.removeIf(address -> leadOf(address).filter(other -> !other.equals(lead.get())).isPresent());
            Person known = lead(lead.get());
            own.addAll(known.emails());
            own.addAll(known.phones());
        }
        return sorted(lead.orElse(new UUID(0, 0)), own);
    }

    private static Person sorted(UUID leadId, Set<String> addresses) {
        Set<String> emails = new HashSet<>();
        Set<String> phones = new HashSet<>();
        addresses.forEach(address -> (address.indexOf('@') > 0 ? emails : phones).add(address));
        return new Person(leadId, emails, phones);
    }
}
