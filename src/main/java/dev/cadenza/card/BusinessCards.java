package dev.cadenza.card;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

interface BusinessCards extends JpaRepository<BusinessCard, UUID> {

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select c from BusinessCard c where c.id = :id")
    Optional<BusinessCard> lock(UUID id);
}
