package dev.cadenza.tracking;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Messages")
class HitController {

    private final JdbcClient jdbc;

    HitController(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One request for a link or the open pixel of a message.
     *
     * @param classification PENDING for some seconds, then HUMAN, MACHINE or SUSPECT; only HUMAN ones count
     */
    record HitView(String kind, @Nullable Integer link, @Nullable String url, Instant at, @Nullable String userAgent,
            String classification, @Nullable String reason) {
    }

    @GetMapping("/api/v1/messages/{id}/hits")
    @Operation(summary = "Opens and clicks of a message, also those of scanners, which do not count")
    PageResponse<HitView> hits(@PathVariable UUID id, @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        PageQuery query = PageQuery.of(page, size);
        if (jdbc.sql("select 1 from message where id = ?").param(id).query().listOfRows().isEmpty()) {
            throw new NotFound("message", id);
        }
        List<HitView> hits = jdbc.sql("""
                select kind, link, url, at, user_agent, classification, reason from tracking_hit
                where message_id = :id order by at, id limit :size offset :offset
                """)
                .param("id", id).param("size", query.size()).param("offset", query.offset())
                .query((row, number) -> new HitView(row.getString("kind"), row.getObject("link", Integer.class),
                        row.getString("url"), row.getTimestamp("at").toInstant(), row.getString("user_agent"),
                        row.getString("classification"), row.getString("reason")))
                .list();
        long total = jdbc.sql("select count(*) from tracking_hit where message_id = ?").param(id)
                .query(Long.class).single();
        return PageResponse.of(hits, query.page(), query.size(), total);
    }
}
