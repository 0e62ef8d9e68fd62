package dev.cadenza.inbox;

import dev.cadenza.channel.ChannelType;
import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;

interface ConversationRows extends JpaRepository<Conversation, UUID> {

    /** What comes in at the same moment waits, so that nobody's change is refused for it. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Conversation> findLockedById(UUID id);

    Optional<Conversation> findByLeadIdAndChannel(UUID leadId, ChannelType channel);
}
