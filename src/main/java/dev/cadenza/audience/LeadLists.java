package dev.cadenza.audience;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface LeadLists extends JpaRepository<LeadList, UUID> {

    @Query("select l from LeadList l order by lower(l.name)")
    Page<LeadList> byName(Pageable page);

    /** Whoever has this name, in any case. */
    @Query("select x.id from LeadList x where lower(x.name) = lower(:name)")
    Optional<UUID> named(String name);
}
