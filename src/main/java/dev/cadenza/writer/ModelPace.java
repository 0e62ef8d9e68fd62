package dev.cadenza.writer;

import dev.cadenza.model.ModelUnavailable;
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

    /**
     * Takes a turn.
     *
     * @return how long until it comes
     * @throws ModelUnavailable while the server wants to be left alone: nobody waits for that with a request in hand
     */
    Duration take() {
        return jdbc.sql("""
                update model_pace set next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => :gap)
                where left_alone_until is null or left_alone_until <= clock_timestamp()
                returning greatest(0, extract(epoch from next_at - make_interval(secs => :gap) - clock_timestamp()))""")
                .param("gap", gapSeconds).query(Double.class).optional().map(ModelPace::seconds)
                .orElseThrow(this::leftAlone);
    }

    private ModelUnavailable leftAlone() {
        Duration time = jdbc.sql("select greatest(0, extract(epoch from left_alone_until - clock_timestamp()))"
                + " from model_pace").query(Double.class).optional().map(ModelPace::seconds).orElse(Duration.ZERO);
        return new ModelUnavailable("The model wants to be left alone for another " + (time.toSeconds() + 1) + " s.",
                true, time);
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    /** The server wants to be left alone for a while. */
    void leaveAlone(@Nullable Duration time) {
        if (time != null && !time.isZero()) {
            jdbc.sql("update model_pace set left_alone_until = greatest(left_alone_until,"
                    + " clock_timestamp() + make_interval(secs => :wait))")
                    .param("wait", (double) Math.min(time.toSeconds(), 3_600)).update();
        }
    }
}
