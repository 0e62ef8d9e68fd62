package dev.cadenza.identity;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** For administrators only; {@link SecurityConfiguration} holds the rule. */
@RestController
@RequestMapping("/api/v1/users")
@Tag(name = "Users")
class UserController {

    private final Users users;
    private final Sessions sessions;

    UserController(Users users, Sessions sessions) {
        this.users = users;
        this.sessions = sessions;
    }

    record UserRequest(@NotBlank String email, @NotBlank String password, @NotNull Role role,
            @Nullable @Size(max = 100) String firstName, @Nullable @Size(max = 100) String lastName,
            @Nullable @Size(max = 255) String companyName) {

        NewUser command() {
            return new NewUser(email, password, role, firstName, lastName, companyName);
        }

        @Override
        public String toString() {
            return "UserRequest[" + email + ", " + role + "]";
        }
    }

    record PasswordRequest(@NotBlank String password) {

        @Override
        public String toString() {
            return "PasswordRequest[]";
        }
    }

    @GetMapping
    @Operation(summary = "List the users, by e-mail address")
    PageResponse<UserView> list(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return PageResponse.of(users.list(PageQuery.of(page, size)), UserView::of);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a user")
    UserView get(@PathVariable UUID id) {
        return UserView.of(users.get(id));
    }

    @PostMapping
    @Operation(summary = "Create a user, who may sign in from now on")
    ResponseEntity<UserView> create(@Valid @RequestBody UserRequest request) {
        UUID id = users.create(request.command()).id();
        return ResponseEntity.created(URI.create("/api/v1/users/" + id)).body(UserView.of(users.get(id)));
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change a user's role or name, deactivate or activate; absent fields stay as they are")
    UserView change(@PathVariable UUID id, @Valid @RequestBody UserChange change) {
        return UserView.of(users.change(id, change));
    }

    @PutMapping("/{id}/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Set a user's password; tokens given out before are void")
    void setPassword(@PathVariable UUID id, @Valid @RequestBody PasswordRequest request) {
        users.setPassword(id, request.password());
    }

    @GetMapping("/{id}/sessions")
    @Operation(summary = "A user's sessions")
    List<SessionView> sessions(@PathVariable UUID id) {
        return sessions.list(users.get(id).id(), null);
    }

    @PostMapping("/{id}/logout")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Sign a user out everywhere, at once")
    void logout(@PathVariable UUID id) {
        sessions.endAll(id, "BY_ADMINISTRATOR");
    }
}
