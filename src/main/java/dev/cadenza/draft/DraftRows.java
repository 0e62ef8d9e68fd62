package dev.cadenza.draft;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface DraftRows extends JpaRepository<Draft, UUID> {
}
