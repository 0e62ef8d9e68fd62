package dev.cadenza.fair;

import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;

interface TradeEvents extends JpaRepository<TradeEvent, UUID> {
}
