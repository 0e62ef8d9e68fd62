package dev.cadenza.identity;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.time.Instant;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/auth")
@Tag(name = "Sign-in")
class AuthController {

    private final Credentials credentials;
    private final Tokens tokens;
    private final Users users;

    AuthController(Credentials credentials, Tokens tokens, Users users) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.users = users;
    }

    record Login(@NotBlank String email, @NotBlank String password) {

        /** Leaves the password out of every log. */
        @Override
        public String toString() {
            return "Login[" + email + "]";
        }
    }

    record LoggedIn(String accessToken, String tokenType, Instant expiresAt, UserView user) {
    }

    @PostMapping("/login")
    @SecurityRequirements
    @Operation(summary = "Sign in and get an access token, valid for 15 minutes")
    LoggedIn login(@Valid @RequestBody Login login) {
        User user = credentials.verify(login.email(), login.password())
                .orElseThrow(() -> new BadCredentialsException("E-mail address or password is wrong."));
        Tokens.Issued token = tokens.issue(user);
        return new LoggedIn(token.value(), "Bearer", token.expiresAt(), UserView.of(users.get(user.id())));
    }

    @GetMapping("/me")
    @Operation(summary = "Who is signed in")
    UserView me(@AuthenticationPrincipal SignedInUser user) {
        return UserView.of(users.get(user.id()));
    }
}
