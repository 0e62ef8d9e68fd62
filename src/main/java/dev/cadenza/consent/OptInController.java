package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.identity.SignedInUser;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Consents")
class OptInController {

    private final OptIns optIns;

    OptInController(OptIns optIns) {
        this.optIns = optIns;
    }

    /**
     * @param senderAccountId may be left out where there is one active account
     * @param channel what the consent is for; EMAIL where it is left out
     * @param valid how long the link can be followed, such as P7D
     */
    record Ask(@Nullable UUID senderAccountId, @Nullable ChannelType channel, @Nullable Duration valid) {
    }

    @PostMapping("/api/v1/leads/{id}/opt-ins")
    @Operation(summary = "Ask a lead by mail whether it wants to be written to (double opt-in)",
            description = "A consent is recorded when the person follows the signed link in the mail and says yes.")
    ResponseEntity<OptIn> ask(@PathVariable UUID id, @RequestBody Ask ask) {
        UUID optIn = optIns.ask(new OptIns.Question(id, ask.channel() == null ? ChannelType.EMAIL : ask.channel(),
                ask.senderAccountId(), ask.valid(), SignedInUser.current().map(SignedInUser::email).orElse(null)));
        return ResponseEntity.accepted().location(URI.create("/api/v1/opt-ins/" + optIn)).body(optIns.get(optIn));
    }

    @GetMapping("/api/v1/leads/{id}/opt-ins")
    @Operation(summary = "What a lead was asked, the newest first")
    List<OptIn> of(@PathVariable UUID id) {
        return optIns.of(id);
    }

    @GetMapping("/api/v1/opt-ins/{id}")
    @Operation(summary = "Show an opt-in: asked, confirmed or expired")
    OptIn get(@PathVariable UUID id) {
        return optIns.get(id);
    }
}
