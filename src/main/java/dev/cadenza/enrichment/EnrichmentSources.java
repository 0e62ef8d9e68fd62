package dev.cadenza.enrichment;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface EnrichmentSources extends JpaRepository<EnrichmentSource, UUID> {

    Optional<EnrichmentSource> findByKey(String key);

    List<EnrichmentSource> findBySecretsKeyNot(String key);
}
