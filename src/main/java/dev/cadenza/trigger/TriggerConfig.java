package dev.cadenza.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cadenza.audience.Condition;
import dev.cadenza.event.EventCondition;
import dev.cadenza.lead.EventKind;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what a trigger's node says and reports every fault in it. What it does not know belongs to the editor. */
final class TriggerConfig {

    private static final int LONGEST_KEY = 300;
    private static final int HIGHEST_SCORE = 1_000_000_000;
    private static final Set<EventKind> BY_ID = Set.of(EventKind.LIST_JOINED, EventKind.LIST_LEFT,
            EventKind.SEGMENT_ENTERED, EventKind.SEGMENT_LEFT);
    /** What people write, whatever the case. */
    private static final Set<EventKind> FOLDED = Set.of(EventKind.KEYWORD, EventKind.TAG_ADDED);

    private final String type;
    private final JsonNode config;
    private final List<FieldError> errors = new ArrayList<>();
    private @Nullable EventKind kind;
    private @Nullable String key;
    private @Nullable EventCondition payload;
    private @Nullable Condition lead;
    private @Nullable ScoreThreshold threshold;
    private @Nullable CronTimes times;
    private @Nullable UUID listId;
    private @Nullable UUID segmentId;

    private TriggerConfig(String type, JsonNode config) {
        this.type = type;
        this.config = config;
    }

    static TriggerConfig read(String type, JsonNode config, Instant now) {
        TriggerConfig read = new TriggerConfig(type, config);
        if (!config.isObject()) {
            read.fault("", "invalid", "A trigger is described by a JSON object.");
            return read;
        }
        switch (type) {
            case "event" -> read.event();
            case "webhook" -> read.webhook();
            case "schedule" -> read.schedule(now);
            case "manual" -> { }
            default -> read.fault("type", "unknown", "The type is one of event, manual, schedule, webhook.");
        }
        read.leadCondition();
        return read;
    }

    private void event() {
        String name = text("event");
        kind = name == null ? null : Arrays.stream(EventKind.values()).filter(value -> value.name().equals(name))
                .findFirst().orElse(null);
        if (name != null && kind == null) {
            fault("event", "unknown", "The event is one of " + new TreeSet<>(Arrays.stream(EventKind.values())
                    .map(Enum::name).collect(Collectors.toSet())) + ".");
        } else if (name == null && errors.isEmpty()) {
            errors.add(FieldError.required("event"));
        }
        key = text("key");
        if (key != null && key.length() > LONGEST_KEY) {
            fault("key", "too-long", "A key has at most " + LONGEST_KEY + " characters.");
        }
        if (kind != null && BY_ID.contains(kind)) {
            UUID id = key == null ? null : id("key");
            key = id == null ? key : id.toString();
        } else if (kind != null && FOLDED.contains(kind) && key != null) {
            key = key.strip().toLowerCase(Locale.ROOT);
        }
        if ((kind == EventKind.SEGMENT_ENTERED || kind == EventKind.SEGMENT_LEFT) && key == null) {
            errors.add(FieldError.required("key"));
        }
        if (kind == EventKind.SCORE_CHANGED) {
            key = null;
            readThreshold();
        }
        payloadCondition();
    }

    private void webhook() {
        kind = EventKind.WEBHOOK_CALLED;
        key = text("key");
        if (key == null && errors.isEmpty()) {
            errors.add(FieldError.required("key"));
        }
        payloadCondition();
    }

    /** Without a threshold, a workflow that gives points would start itself again and again. */
    private void readThreshold() {
        JsonNode value = config.path("threshold");
        if (!value.isIntegralNumber() || !value.canConvertToInt() || Math.abs((long) value.intValue()) > HIGHEST_SCORE) {
            fault("threshold", "required", "A whole number: the score that is to be reached.");
        }
        String direction = text("direction");
        if (direction != null && !Set.of("up", "down").contains(direction)) {
            fault("direction", "unknown", "The direction is up or down.");
        }
        threshold = new ScoreThreshold(value.intValue(), !"down".equals(direction));
    }

    private void schedule(Instant now) {
        String zone = text("timezone");
        ZoneId zoneId = ZoneId.of("UTC");
        try {
            zoneId = zone == null ? zoneId : ZoneId.of(zone);
        } catch (DateTimeException unknown) {
            fault("timezone", "invalid", "'" + zone + "' is no IANA time zone, such as Europe/Berlin.");
        }
        String cron = text("cron");
        if (cron == null && errors.isEmpty()) {
            errors.add(FieldError.required("cron"));
        } else if (cron != null) {
            try {
                times = CronTimes.of(cron, zoneId);
                if (times.after(now).isEmpty()) {
                    fault("cron", "invalid", "There is no such time any more.");
                } else if (times.tooOften(now)) {
                    fault("cron", "too-often", "At most once a minute.");
                }
            } catch (IllegalArgumentException noCron) {
                fault("cron", "invalid", "'" + cron + "' is no cron expression, such as 0 9 * * MON.");
            }
        }
        listId = id("listId");
        segmentId = id("segmentId");
        if (listId == null && segmentId == null && errors.isEmpty()) {
            fault("segmentId", "required", "A schedule needs a list or a segment.");
        }
    }

    private void payloadCondition() {
        if (config.hasNonNull("condition")) {
            try {
                payload = EventCondition.parse(config.get("condition"), "condition");
            } catch (Rejected rejected) {
                errors.addAll(rejected.errors());
            }
        }
    }

    private void leadCondition() {
        if (config.hasNonNull("leadCondition")) {
            try {
                lead = Condition.parse(config.get("leadCondition"), "leadCondition");
            } catch (Rejected rejected) {
                errors.addAll(rejected.errors());
            }
        }
    }

    private @Nullable String text(String field) {
        JsonNode value = config.path(field);
        if (value.isMissingNode() || value.isNull() || value.isTextual() && value.textValue().isBlank()) {
            return null;
        }
        if (!value.isTextual() || value.textValue().indexOf('\0') >= 0) {
            fault(field, "invalid", "This must be text.");
            return null;
        }
        return value.textValue();
    }

    private @Nullable UUID id(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException noId) {
            // Reported below, like every other text that is no id.
        }
        fault(field, "invalid", "This must be an id.");
        return null;
    }

    private void fault(String field, String code, String message) {
        errors.add(FieldError.of(field, code, message));
    }

    List<FieldError> errors() {
        return errors;
    }

    String type() {
        return type;
    }

    @Nullable EventKind kind() {
        return kind;
    }

    /** In the form in which events carry it; null for any. */
    @Nullable String key() {
        return key;
    }

    @Nullable EventCondition payload() {
        return payload;
    }

    @Nullable Condition lead() {
        return lead;
    }

    @Nullable ScoreThreshold threshold() {
        return threshold;
    }

    @Nullable CronTimes times() {
        return times;
    }

    @Nullable UUID listId() {
        return listId;
    }

    @Nullable UUID segmentId() {
        return segmentId;
    }
}
