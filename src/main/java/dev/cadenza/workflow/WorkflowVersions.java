package dev.cadenza.workflow;

import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The activations of workflows. */
@Component
class WorkflowVersions {

    private final JdbcClient jdbc;

    WorkflowVersions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Newest first. */
    @Transactional(readOnly = true)
    List<WorkflowViews.VersionView> of(UUID workflowId) {
        return jdbc.sql("""
                select v.version, v.journey_id, j.process_definition_id, v.activated_at, v.activated_by,
                       count(e.id) as entered,
                       count(e.id) filter (where e.status in ('PENDING', 'IN_PROGRESS')) as inside
                from workflow_version v join journey j on j.id = v.journey_id
                left join enrollment e on e.journey_id = v.journey_id
                where v.workflow_id = :workflow group by v.workflow_id, v.version, j.id order by v.version desc""")
                .param("workflow", workflowId)
                .query((row, i) -> new WorkflowViews.VersionView(row.getInt("version"),
                        row.getObject("journey_id", UUID.class), row.getString("process_definition_id"),
                        row.getTimestamp("activated_at").toInstant(), row.getString("activated_by"),
                        row.getLong("entered"), row.getLong("inside")))
                .list();
    }
}
