package dev.cadenza.campaign;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** All campaigns. */
interface Campaigns extends JpaRepository<Campaign, UUID> {

    /** For transitions, which a person, the launch process and another node may try at the same time. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from Campaign c where c.id = :id")
    Optional<Campaign> lock(UUID id);

    Optional<Campaign> findByConversationId(UUID conversationId);

    /** Running campaigns whose audience is this list. */
    @Query("select c from Campaign c where c.listId = :list and c.status in ('RUNNING', 'PAUSED')")
    List<Campaign> runningOn(UUID list);
}
