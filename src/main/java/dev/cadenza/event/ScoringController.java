package dev.cadenza.event;

import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.engine.Decisions;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.sql.Types;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/scoring")
@Tag(name = "Scoring")
class ScoringController {

    private static final int LONGEST_HALF_LIFE = 3650;

    private final JdbcClient jdbc;
    private final LeadScores scores;
    private final ScorePass pass;
    private final ScoreTable table;
    private final TransactionTemplate transaction;
    private final ActivityLog activity;

    ScoringController(JdbcClient jdbc, LeadScores scores, ScorePass pass, ScoreTable table,
            TransactionTemplate transaction, ActivityLog activity) {
        this.jdbc = jdbc;
        this.scores = scores;
        this.pass = pass;
        this.table = table;
        this.transaction = transaction;
        this.activity = activity;
    }

    record ScoringBody(@Nullable Integer halfLifeDays) {
    }

    /**
     * How leads are scored.
     *
     * @param halfLifeDays after how many days a signal is worth half; absent where signals do not fade
     * @param decision key of the decision table in the engine
     * @param decisionVersion its version that holds; absent where none is deployed
     */
    record ScoringView(@Nullable Integer halfLifeDays, String decision, @Nullable Integer decisionVersion) {
    }

    @GetMapping
    @Operation(summary = "How leads are scored")
    ScoringView read() {
        return new ScoringView(scores.halfLife(), ScoreTable.DECISION,
                table.version().map(Decisions.Version::number).orElse(null));
    }

    @PutMapping
    @Operation(summary = "Say how fast signals fade; scores follow within minutes. The table is deployed over"
            + " /engine-rest/deployment/create")
    ScoringView change(@RequestBody ScoringBody body) {
        Integer days = body.halfLifeDays();
        if (days != null && (days < 1 || days > LONGEST_HALF_LIFE)) {
            throw new Rejected(FieldError.of("halfLifeDays", "out-of-range",
                    "The half-life is 1 to " + LONGEST_HALF_LIFE + " days, or absent."));
        }
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update score_setting set half_life_days = :days").param("days", days, Types.INTEGER).update();
            pass.again();
            Map<String, Object> said = new HashMap<>();
            if (days != null) {
                said.put("halfLifeDays", days);
            }
            activity.record(Action.SCORING_UPDATED, null, said);
        });
        return read();
    }
}
