package dev.cadenza.fair;

import java.util.UUID;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

interface TradeEvents extends JpaRepository<TradeEvent, UUID> {

    /**
     * Those whose name, location or industry holds {@code words} in any case.
     *
     * @param words a pattern of LIKE in lower case
     */
    @Query("select e from TradeEvent e where lower(e.name) like :words or lower(coalesce(e.location, '')) like :words"
            + " or lower(coalesce(e.industry, '')) like :words order by e.date desc, e.id desc")
    Page<TradeEvent> matching(String words, Pageable page);
}
