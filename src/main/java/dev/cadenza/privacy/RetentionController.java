package dev.cadenza.privacy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/retention")
@Tag(name = "Privacy")
class RetentionController {

    /** A century; times much longer lead to days before those that the database knows. */
    private static final int MOST_MONTHS = 1_200;
    private static final int MOST_DAYS = 36_600;

    private final Retention retention;
    private final ApplicationEventPublisher events;

    RetentionController(Retention retention, ApplicationEventPublisher events) {
        this.retention = retention;
        this.events = events;
    }

    /** @param keep ISO 8601 in days, months or years, such as P90D or P2Y; null for ever */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Keep(@Nullable String keep) {
    }

    /** Somebody wants the process to run now. */
    record Asked() {
    }

    @GetMapping
    @Operation(summary = "How long each kind of data is kept, and how much was removed in the last 30 days")
    List<Retention.Kind> list() {
        return retention.list();
    }

    @PutMapping("/{kind}")
    @Operation(summary = "Set how long a kind of data is kept")
    Retention.Kind set(@PathVariable String kind, @RequestBody Keep keep) {
        retention.set(kind, period(keep.keep()));
        return retention.list().stream().filter(one -> one.kind().equals(kind)).findFirst()
                .orElseThrow(() -> new NotFound("kind of data", kind));
    }

    @PostMapping("/run")
    @Operation(summary = "Remove what is too old now; it is done every night anyway")
    ResponseEntity<Map<String, String>> run() {
        events.publishEvent(new Asked());
        return ResponseEntity.accepted().location(URI.create("/api/v1/retention")).body(Map.of("status", "started"));
    }

    private static @Nullable Period period(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Period period = Period.parse(text);
            if (!period.isNegative() && !period.isZero() && period.toTotalMonths() <= MOST_MONTHS
                    && period.getDays() <= MOST_DAYS) {
                return period;
            }
        } catch (DateTimeParseException | ArithmeticException malformed) {
            throw new Rejected(bad());
        }
        throw new Rejected(bad());
    }

    private static FieldError bad() {
        return FieldError.of("keep", "invalid", "Give days, months or years, such as P90D or P2Y, or null for ever.");
    }
}
