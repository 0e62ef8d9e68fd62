package dev.cadenza.audience;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface LeadLists extends JpaRepository<LeadList, UUID> {

    /** Whoever has this name, in any case. */
    @Query("select x.id from LeadList x where lower(x.name) = lower(:name)")
    Optional<UUID> named(String name);
}
