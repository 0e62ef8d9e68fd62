package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import java.util.List;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;

interface SenderAccountRows extends JpaRepository<SenderAccount, UUID> {

    List<SenderAccount> findByChannelAndActiveTrueOrderByCreatedAtAscIdAsc(ChannelType channel, Limit limit);

    boolean existsByEmailAndIdNot(String email, UUID id);
}
