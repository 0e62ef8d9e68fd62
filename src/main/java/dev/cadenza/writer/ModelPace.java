package dev.cadenza.writer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many requests go to the model in a minute, of all nodes together: each takes the next free moment of one row, and
 * waits for it outside any transaction. Times are the database's.
 */
@Component
class ModelPace {

    private final JdbcClient jdbc;
    private final double gapSeconds;

    ModelPace(JdbcClient jdbc, WriterSettings settings) {
        this.jdbc = jdbc;
        this.gapSeconds = 60.0 / settings.requestsPerMinute();
    }

    /** Waits for this request's turn. */
    void await() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(take().toMillis());
    }

    /** Takes a turn. @return how long until it comes */
    Duration take() {
        double wait = jdbc.sql("""
                update model_pace set next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => :gap)
                returning greatest(0, extract(epoch from next_at - make_interval(secs => :gap) - clock_timestamp()))""")
                .param("gap", gapSeconds).query(Double.class).single();
        return Duration.ofMillis(Math.round(wait * 1_000));
    }

    /** The server wants to be left alone for a while. */
    void leaveAlone(@Nullable Duration time) {
        if (time != null && !time.isZero()) {
            jdbc.sql("update model_pace set next_at = greatest(next_at, clock_timestamp() + make_interval(secs => :wait))")
                    .param("wait", (double) Math.min(time.toSeconds(), 3_600)).update();
        }
    }
}
