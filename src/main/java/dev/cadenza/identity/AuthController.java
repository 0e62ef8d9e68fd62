package dev.cadenza.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/auth")
@Tag(name = "Sign-in")
class AuthController {

    private final Credentials credentials;
    private final Sessions sessions;
    private final Accounts accounts;
    private final Users users;

    AuthController(Credentials credentials, Sessions sessions, Accounts accounts, Users users) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.accounts = accounts;
        this.users = users;
    }

    /** @param cookie true: the refresh token comes as a cookie that scripts can't read, and not in the answer */
    record Login(@NotBlank String email, @NotBlank String password, @Nullable Boolean cookie) {

        /** Leaves the password out of every log. */
        @Override
        public String toString() {
            return "Login[" + email + "]";
        }
    }

    /** @param refreshToken not needed where the cookie has it */
    record Refresh(@Nullable String refreshToken) {

        @Override
        public String toString() {
            return "Refresh[]";
        }
    }

    /** @param refreshToken good for one use, then the next one is; absent where it went into a cookie */
    record LoggedIn(String accessToken, String tokenType, Instant expiresAt, @Nullable String refreshToken,
            Instant refreshExpiresAt, UserView user) {

        @Override
        public String toString() {
            return "LoggedIn[" + user.email() + "]";
        }
    }

    record PasswordChange(@NotBlank String currentPassword, @NotBlank String password) {

        @Override
        public String toString() {
            return "PasswordChange[]";
        }
    }

    record Forgotten(@NotBlank String email) {
    }

    record Link(@NotBlank String token) {

        @Override
        public String toString() {
            return "Link[]";
        }
    }

    record Reset(@NotBlank String token, @NotBlank String password) {

        @Override
        public String toString() {
            return "Reset[]";
        }
    }

    record Registration(@NotBlank String token, @NotBlank String password, @Nullable @Size(max = 100) String firstName,
            @Nullable @Size(max = 100) String lastName, @Nullable @Size(max = 255) String companyName) {

        @Override
        public String toString() {
            return "Registration[]";
        }
    }

    record LinkView(AccountLink.Purpose purpose, String email, @Nullable String firstName, @Nullable String lastName,
            @Nullable String companyName, Instant expiresAt) {
    }

    @PostMapping("/login")
    @SecurityRequirements
    @Operation(summary = "Sign in: an access token, valid for 15 minutes, and a refresh token")
    ResponseEntity<LoggedIn> login(@Valid @RequestBody Login login, HttpServletRequest request) {
        User user = credentials.verify(login.email(), login.password())
                .orElseThrow(() -> new BadCredentialsException("E-mail address or password is wrong."));
        return answer(sessions.open(user, Client.of(request)), Boolean.TRUE.equals(login.cookie()), request);
    }

    @PostMapping("/refresh")
    @SecurityRequirements
    @Operation(summary = "Get new tokens for a refresh token",
            description = "A refresh token is good for one use. One that comes again later than ten seconds after its"
                    + " use ends the session.")
    ResponseEntity<LoggedIn> refresh(@RequestBody(required = false) @Nullable Refresh refresh,
            HttpServletRequest request) {
        String inBody = refresh == null ? null : refresh.refreshToken();
        String token = inBody != null ? inBody
                : RefreshCookie.read(request).orElseThrow(SignInRefused::session);
        return answer(sessions.refresh(token, Client.of(request)), inBody == null, request);
    }

    @PostMapping("/logout")
    @SecurityRequirements
    @Operation(summary = "Sign out: the tokens of this session are void at once, on every node",
            description = "The session is that of the access token, of the refresh token in the body, or of the cookie.")
    ResponseEntity<Void> logout(@RequestBody(required = false) @Nullable Refresh refresh,
            @Nullable Authentication authentication, HttpServletRequest request) {
        if (authentication != null && authentication.getDetails() instanceof Tokens.Origin origin
                && authentication.getPrincipal() instanceof SignedInUser user) {
            sessions.blacklist(origin.jti(), user.id(), origin.expiresAt());
            sessions.end(origin.session(), user.id(), "SIGNED_OUT");
        }
        Optional.ofNullable(refresh).map(Refresh::refreshToken).or(() -> RefreshCookie.read(request))
                .ifPresent(token -> sessions.endBy(token, "SIGNED_OUT"));
        return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, RefreshCookie.gone(request)).build();
    }

    @PostMapping("/logout-everywhere")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End all of one's sessions, those at Tasklist and Cockpit too")
    void logoutEverywhere(@AuthenticationPrincipal SignedInUser user) {
        sessions.endAll(user.id(), "SIGNED_OUT_EVERYWHERE");
    }

    @GetMapping("/me")
    @Operation(summary = "Who is signed in")
    UserView me(@AuthenticationPrincipal SignedInUser user) {
        return UserView.of(users.get(user.id()));
    }

    @GetMapping("/sessions")
    @Operation(summary = "One's sessions: from where, with what, when used last")
    List<SessionView> sessions(@AuthenticationPrincipal SignedInUser user, Authentication authentication) {
        return sessions.list(user.id(), authentication.getDetails() instanceof Tokens.Origin origin
                ? origin.session() : null);
    }

    @DeleteMapping("/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "End one of one's sessions")
    void endSession(@PathVariable UUID id, @AuthenticationPrincipal SignedInUser user) {
        if (!sessions.end(id, user.id(), "ENDED")) {
            throw new dev.cadenza.problem.NotFound("session", id);
        }
    }

    @PutMapping("/password")
    @Operation(summary = "Change one's password; all sessions end, and the answer begins a new one")
    ResponseEntity<LoggedIn> changePassword(@Valid @RequestBody PasswordChange change,
            @AuthenticationPrincipal SignedInUser user, HttpServletRequest request) {
        accounts.requireFewTries(user.id());
        User changed = accounts.changePassword(user.id(), change.currentPassword(), change.password());
        return answer(sessions.open(changed, Client.of(request)), RefreshCookie.read(request).isPresent(), request);
    }

    @PostMapping("/password-reset")
    @SecurityRequirements
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Ask for a link to choose a new password; the answer is the same for unknown addresses")
    void forgotten(@Valid @RequestBody Forgotten forgotten, HttpServletRequest request) {
        accounts.forgotten(forgotten.email(), Client.of(request));
    }

    @PostMapping("/password-reset/confirm")
    @SecurityRequirements
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Choose a new password with the token of the link; all sessions end")
    void reset(@Valid @RequestBody Reset reset) {
        accounts.reset(reset.token(), reset.password());
    }

    @PostMapping("/verification")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Ask for a link that verifies one's e-mail address")
    void askToVerify(@AuthenticationPrincipal SignedInUser user) {
        accounts.askToVerify(user.id());
    }

    @PostMapping("/verification/confirm")
    @SecurityRequirements
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Verify an e-mail address with the token of the link")
    void verify(@Valid @RequestBody Link link) {
        accounts.verify(link.token());
    }

    @PostMapping("/links")
    @SecurityRequirements
    @Operation(summary = "What the token of a mailed link is for")
    LinkView look(@Valid @RequestBody Link link) {
        AccountLink found = accounts.look(link.token());
        return new LinkView(found.purpose(), found.email(), found.firstName(), found.lastName(), found.companyName(),
                found.expiresAt());
    }

    @PostMapping("/register")
    @SecurityRequirements
    @Operation(summary = "Accept an invitation: choose a password and become a user")
    ResponseEntity<UserView> register(@Valid @RequestBody Registration registration) {
        User user = accounts.register(registration.token(), registration.password(), registration.firstName(),
                registration.lastName(), registration.companyName());
        return ResponseEntity.created(URI.create("/api/v1/users/" + user.id())).body(UserView.of(users.get(user.id())));
    }

    private ResponseEntity<LoggedIn> answer(Sessions.Opened opened, boolean cookie, HttpServletRequest request) {
        LoggedIn body = new LoggedIn(opened.access().value(), "Bearer", opened.access().expiresAt(),
                cookie ? null : opened.refreshToken(), opened.refreshExpiresAt(),
                UserView.of(users.get(opened.userId())));
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (cookie) {
            answer.header(HttpHeaders.SET_COOKIE, RefreshCookie.of(opened, request));
        }
        return answer.body(body);
    }
}
