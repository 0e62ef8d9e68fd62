package dev.cadenza.lead;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface Leads extends JpaRepository<Lead, UUID> {

    Optional<Lead> findByEmail(String email);

    Optional<Lead> findByPhone(String phone);
}
