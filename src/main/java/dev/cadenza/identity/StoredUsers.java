package dev.cadenza.identity;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.transaction.annotation.Transactional;

interface StoredUsers extends JpaRepository<User, UUID> {

    Optional<User> findByEmail(String email);

    List<User> findByActiveTrueOrderByEmail();

    /** Locks them, so that two administrators who take each other's role do not leave the installation without one. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    List<User> findByRoleAndActiveTrueOrderById(Role role);

    @Modifying
    @Transactional
    @Query("update User u set u.lastLoginAt = :at where u.id = :id")
    void recordLogin(UUID id, Instant at);
}
