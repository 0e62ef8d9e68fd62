package dev.cadenza.message;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface SenderAccountRows extends JpaRepository<SenderAccount, UUID> {

    boolean existsByEmailAndIdNot(String email, UUID id);
}
