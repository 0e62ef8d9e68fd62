package dev.cadenza.activity;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/activities")
@Tag(name = "Activities", description = "What people and processes did, who and when")
class ActivityController {

    private final Activities activities;

    ActivityController(Activities activities) {
        this.activities = activities;
    }

    /** @param entityType what it is done to */
    record ActionView(String action, String entityType) {
    }

    @GetMapping
    @Operation(summary = "What was done, the newest first", description = "'actor' is the e-mail address of a user, or"
            + " 'system' for what processes did. Only administrators see what was done to users.")
    PageResponse<ActivityView> page(@RequestParam(required = false) @Nullable List<String> action,
            @RequestParam(required = false) @Nullable String entityType,
            @RequestParam(required = false) @Nullable UUID entityId,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size, HttpServletRequest request) {
        return activities.page(new ActivityFilter(ActivityFilter.actions(action), blank(entityType), entityId,
                blank(actor), from, to, request.isUserInRole("ADMINISTRATOR")), PageQuery.of(page, size));
    }

    @GetMapping("/actions")
    @Operation(summary = "The words that stand in the log")
    List<ActionView> actions() {
        return Arrays.stream(Action.values()).map(action -> new ActionView(action.word(), action.entityType())).toList();
    }

    private static @Nullable String blank(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
