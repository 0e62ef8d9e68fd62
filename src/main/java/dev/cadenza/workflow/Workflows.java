package dev.cadenza.workflow;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** All workflows. */
interface Workflows extends JpaRepository<Workflow, UUID> {

    /** For changes, which several people may try at the same time, and leads that are about to come in. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select w from Workflow w where w.id = :id")
    Optional<Workflow> lock(UUID id);
}
