package dev.cadenza.lead;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Moves the status of leads on as messages go and come; what a person set further on is never set back. */
@Component
public class LeadProgress {

    private final JdbcTemplate jdbc;
    private final LeadReports reports;
    private final ObjectMapper json;
    private final Clock clock;

    LeadProgress(JdbcTemplate jdbc, LeadReports reports, ObjectMapper json, Clock clock) {
        this.jdbc = jdbc;
        this.reports = reports;
        this.json = json;
        this.clock = clock;
    }

    /** A first message went to these leads: NEW becomes CONTACTED. Returns how many changed. */
    @Transactional
    public int contacted(Collection<UUID> leadIds) {
        List<UUID> changed = jdbc.queryForList("update lead set status = 'CONTACTED', version = version + 1 where id in"
                + " (select id from lead where id = any(?) and status = 'NEW' order by id for no key update)"
                + " returning id", UUID.class, (Object) leadIds.toArray(UUID[]::new));
        tell(changed, "CONTACTED");
        return changed.size();
    }

    /** The lead answered: NEW and CONTACTED become REPLIED. Returns true where that changed it. */
    @Transactional
    public boolean replied(UUID leadId) {
        boolean changed = jdbc.update("update lead set status = 'REPLIED', version = version + 1"
                + " where id = ? and status in ('NEW', 'CONTACTED')", leadId) > 0;
        tell(changed ? List.of(leadId) : List.of(), "REPLIED");
        return changed;
    }

    private void tell(List<UUID> leads, String status) {
        if (!leads.isEmpty() && !reports.wanted(Set.of(EventKind.LEAD_CHANGED)).isEmpty()) {
            reports.tell(leads.stream().map(lead -> new LeadReports.Happening(lead, EventKind.LEAD_CHANGED, "status",
                    json.createObjectNode().put("to", status), clock.instant(), null)).toList());
        }
    }
}
