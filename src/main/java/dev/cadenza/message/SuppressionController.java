package dev.cadenza.message;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.lead.Addresses;
import dev.cadenza.lead.PlainText;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/suppressions")
@Tag(name = "Suppressions")
class SuppressionController {

    private static final int LONGEST_DETAIL = 1000;

    private final Suppressions suppressions;

    SuppressionController(Suppressions suppressions) {
        this.suppressions = suppressions;
    }

    /** @param channel EMAIL where it is left out */
    record Request(@Nullable ChannelType channel, @Nullable String address, @Nullable String detail) {
    }

    record Check(ChannelType channel, String address, boolean suppressed,
            Suppressions.@Nullable Suppression suppression) {
    }

    @GetMapping
    @Operation(summary = "List suppressed addresses, the newest first")
    PageResponse<Suppressions.Suppression> list(@RequestParam(required = false) Suppressions.@Nullable Reason reason,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return suppressions.page(reason, PageQuery.of(page, size));
    }

    @GetMapping("/check")
    @Operation(summary = "Say whether an address is suppressed, and why")
    Check check(@RequestParam String address, @RequestParam(required = false) @Nullable ChannelType channel) {
        ChannelType type = channel == null ? ChannelType.EMAIL : channel;
        String normal = normal(type, address);
        Suppressions.Suppression found = suppressions.find(type, normal).orElse(null);
        return new Check(type, normal, found != null, found);
    }

    @PostMapping
    @Operation(summary = "Suppress an address: it gets nothing more, from the next hand-over on")
    ResponseEntity<Suppressions.Suppression> add(@RequestBody Request request) {
        if (request.address() == null || request.address().isBlank()) {
            throw new Rejected(FieldError.required("address"));
        }
        String detail = request.detail();
        if (detail != null && (detail.length() > LONGEST_DETAIL || !PlainText.storable(detail))) {
            throw new Rejected(FieldError.of("detail", "invalid",
                    "The detail is a text of at most " + LONGEST_DETAIL + " characters."));
        }
        ChannelType channel = request.channel() == null ? ChannelType.EMAIL : request.channel();
        String address = normal(channel, request.address());
        Suppressions.Suppression added = suppressions.suppress(channel, address, detail);
        return ResponseEntity.created(URI.create("/api/v1/suppressions/" + added.id())).body(added);
    }

    @GetMapping("/{id}")
    @Operation(summary = "Show a suppression")
    Suppressions.Suppression get(@PathVariable UUID id) {
        return suppressions.get(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Lift a suppression; messages it has stopped stay stopped")
    void remove(@PathVariable UUID id) {
        suppressions.remove(id);
    }

    /** As leads and messages have it: an e-mail address, a phone number, or the provider's own id of a person. */
    private static String normal(ChannelType channel, String address) {
        return switch (channel) {
            case EMAIL -> Addresses.email(address).orElseThrow(() -> invalid(address, "an e-mail address"));
            case SMS, WHATSAPP -> Addresses.phone(address, null).orElseThrow(() -> invalid(address,
                    "a phone number with its country code, such as +4915112345678"));
            case MESSENGER, INSTAGRAM, PUSH -> {
                String id = address.strip();
                if (!id.matches("[A-Za-z0-9_.-]{1,100}")) {
                    throw invalid(address, "the id of a person");
                }
                yield id;
            }
        };
    }

    private static Rejected invalid(String address, String what) {
        return new Rejected(FieldError.of("address", "invalid", "'" + address + "' is not " + what + "."));
    }
}
