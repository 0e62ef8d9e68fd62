package dev.cadenza.lead;

import java.util.Collection;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Moves the status of leads on as messages go and come; what a person set further on is never set back. */
@Component
public class LeadProgress {

    private final JdbcTemplate jdbc;

    LeadProgress(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A first message went to these leads: NEW becomes CONTACTED. Returns how many changed. */
    @Transactional
    public int contacted(Collection<UUID> leadIds) {
        return jdbc.update("update lead set status = 'CONTACTED', version = version + 1 where id in"
                + " (select id from lead where id = any(?) and status = 'NEW' order by id for no key update)",
                (Object) leadIds.toArray(UUID[]::new));
    }

    /** The lead answered: NEW and CONTACTED become REPLIED. Returns true where that changed it. */
    @Transactional
    public boolean replied(UUID leadId) {
        return jdbc.update("update lead set status = 'REPLIED', version = version + 1"
                + " where id = ? and status in ('NEW', 'CONTACTED')", leadId) > 0;
    }
}
