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
@RequestMapping("/api/v1/invitations")
@Tag(name = "Users")
class InvitationController {

    private final Accounts accounts;

    InvitationController(Accounts accounts) {
        this.accounts = accounts;
    }

    record Invite(@NotBlank String email, @NotNull Role role, @Nullable @Size(max = 100) String firstName,
            @Nullable @Size(max = 100) String lastName, @Nullable @Size(max = 255) String companyName) {
    }

    record InvitationView(UUID id, String email, @Nullable Role role, @Nullable String firstName,
            @Nullable String lastName, @Nullable String companyName, @Nullable String invitedBy, Instant createdAt,
            Instant expiresAt) {

        static InvitationView of(AccountLink link) {
            return new InvitationView(link.id(), link.email(), link.role(), link.firstName(), link.lastName(),
                    link.companyName(), link.createdBy(), link.createdAt(), link.expiresAt());
        }
    }

    record Invited(UUID id) {
    }

    @PostMapping
    @Operation(summary = "Invite somebody by mail; one who was invited before gets a new link, and the old one is void")
    ResponseEntity<Invited> invite(@Valid @RequestBody Invite invite, @AuthenticationPrincipal SignedInUser by) {
        UUID id = accounts.invite(invite.email(), invite.role(), invite.firstName(), invite.lastName(),
                invite.companyName(), by);
        return ResponseEntity.created(URI.create("/api/v1/invitations/" + id)).body(new Invited(id));
    }

    @GetMapping
    @Operation(summary = "The invitations that nobody has accepted yet, the newest first")
    List<InvitationView> open() {
        return accounts.invitations().stream().map(InvitationView::of).toList();
    }

    @PostMapping("/{id}/mail")
    @ResponseStatus(HttpStatus.ACCEPTED)
    @Operation(summary = "Mail an invitation once more")
    void again(@PathVariable UUID id) {
        accounts.inviteAgain(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Withdraw an invitation: its link is void")
    void withdraw(@PathVariable UUID id) {
        accounts.withdraw(id);
    }
}
