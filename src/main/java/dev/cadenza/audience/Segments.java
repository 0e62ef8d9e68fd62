package dev.cadenza.audience;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface Segments extends JpaRepository<Segment, UUID> {

    @Query("select s from Segment s order by lower(s.name)")
    Page<Segment> byName(Pageable page);

    /** Whoever has this name, in any case. */
    @Query("select x.id from Segment x where lower(x.name) = lower(:name)")
    Optional<UUID> named(String name);
}
