package dev.cadenza.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/api-keys")
@Tag(name = "API keys", description = "Keys for scripts, sent as X-API-Key or as a bearer token")
class ApiKeyController {

    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    /** @param expiresAt within a year; without it the key is good until it is revoked */
    record KeyRequest(@NotBlank @Size(max = 100) String name, @NotNull List<String> scopes,
            @Nullable Instant expiresAt) {
    }

    /** @param key the key itself, shown this once */
    record NewKey(UUID id, String name, List<String> scopes, @Nullable Instant expiresAt, String key) {

        @Override
        public String toString() {
            return "NewKey[" + id + "]";
        }
    }

    @PostMapping
    @Operation(summary = "Make a key that acts for oneself within its scopes",
            description = "Scopes are <area>:read or <area>:write, such as leads:read; engine:… is /engine-rest, *:… all"
                    + " areas. Users, sessions, passwords and keys are in no scope.")
    ResponseEntity<NewKey> make(@Valid @RequestBody KeyRequest request, @AuthenticationPrincipal SignedInUser user) {
        ApiKeys.Made made = keys.make(user.id(), request.name(), request.scopes(), request.expiresAt());
        ApiKeys.KeyView view = made.view();
        return ResponseEntity.created(URI.create("/api/v1/api-keys/" + view.id()))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(new NewKey(view.id(), view.name(), view.scopes(), view.expiresAt(), made.key()));
    }

    @GetMapping
    @Operation(summary = "One's keys, the newest first, with their last use")
    List<ApiKeys.KeyView> list(@AuthenticationPrincipal SignedInUser user) {
        return keys.list(user.id());
    }

    @GetMapping("/{id}")
    @Operation(summary = "One of one's keys")
    ApiKeys.KeyView get(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user) {
        return keys.view(user.id(), id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Revoke a key: it opens nothing any more")
    void revoke(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user) {
        keys.revoke(user.id(), id);
    }
}
