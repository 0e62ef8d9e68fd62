package dev.cadenza.channel;

import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface StoredChannels extends JpaRepository<StoredChannel, UUID> {

    List<StoredChannel> findByChannelAndActiveTrueOrderByCreatedAtAscIdAsc(ChannelType channel);

    List<StoredChannel> findByCredentialsKeyNot(String key);

    boolean existsByNameIgnoreCaseAndIdNot(String name, UUID id);
}
