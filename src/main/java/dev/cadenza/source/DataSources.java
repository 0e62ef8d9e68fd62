package dev.cadenza.source;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface DataSources extends JpaRepository<DataSource, UUID> {

    Optional<DataSource> findByKey(String key);

    boolean existsByNameIgnoreCaseAndIdNot(String name, UUID id);

    List<DataSource> findBySecretsKeyNot(String key);
}
