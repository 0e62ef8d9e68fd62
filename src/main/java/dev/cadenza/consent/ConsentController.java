package dev.cadenza.consent;

import dev.cadenza.channel.ChannelType;
import dev.cadenza.lead.PlainText;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Consents", description = "Who agreed to be written to, and how that is known")
class ConsentController {

    static final int LONGEST_EVIDENCE = 2000;
    private static final int MOST_LEADS = 10_000;

    private final ConsentDesk desk;

    ConsentController(ConsentDesk desk) {
        this.desk = desk;
    }

    /** @param ledger the newest first */
    record OfLead(List<Consents.Current> current, List<Consent> ledger) {
    }

    /**
     * @param channel EMAIL where it is left out
     * @param evidence how it is known; needed to grant
     * @param at when the person said so; now where it is left out
     */
    record Entry(@Nullable ChannelType channel, Consent.@Nullable Status status, @Nullable String evidence,
            @Nullable Instant at) {
    }

    /** Grants for many: the members of a list, or some leads. */
    record Many(@Nullable UUID listId, @Nullable List<UUID> leadIds, @Nullable ChannelType channel,
            @Nullable String evidence, @Nullable Instant at) {
    }

    /** @param granted leads that had said nothing yet and can be reached */
    record Granted(int granted) {
    }

    @GetMapping("/api/v1/leads/{id}/consents")
    @Operation(summary = "What a lead agrees to now, and every entry of its ledger")
    OfLead of(@PathVariable UUID id) {
        return desk.of(id);
    }

    @PostMapping("/api/v1/leads/{id}/consents")
    @Operation(summary = "Write down that a lead agreed to a channel or took that back",
            description = "The ledger is only added to. A withdrawal takes effect at once, in every campaign.")
    ResponseEntity<OfLead> add(@PathVariable UUID id, @RequestBody Entry entry) {
        List<FieldError> errors = new ArrayList<>();
        Consent.Status status = entry.status();
        if (status == null) {
            errors.add(FieldError.required("status"));
        }
        evidence(entry.evidence(), status == Consent.Status.GRANTED, errors);
        if (status == null || !errors.isEmpty()) {
            throw new Rejected(errors);
        }
        desk.record(id, channel(entry.channel()), status, entry.evidence(), entry.at());
        return ResponseEntity.created(URI.create("/api/v1/leads/" + id + "/consents")).body(desk.of(id));
    }

    @PostMapping("/api/v1/consents")
    @Operation(summary = "Write down that many leads agreed to a channel", description = "Leads that have said something"
            + " themselves, and addresses that get nothing more, are left out.")
    Granted addMany(@RequestBody Many many) {
        List<FieldError> errors = new ArrayList<>();
        List<UUID> leads = many.leadIds() == null ? List.of()
                : many.leadIds().stream().filter(Objects::nonNull).toList();
        if (many.listId() == null == leads.isEmpty()) {
            errors.add(FieldError.of("leadIds", "required", "Give either the id of a list or some leads."));
        } else if (leads.size() > MOST_LEADS) {
            errors.add(FieldError.of("leadIds", "too-many", "Give at most " + MOST_LEADS + " leads, or a list."));
        }
        evidence(many.evidence(), true, errors);
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return new Granted(desk.grantAll(many.listId(), leads, channel(many.channel()),
                String.valueOf(many.evidence()), many.at()));
    }

    private static void evidence(@Nullable String evidence, boolean needed, List<FieldError> errors) {
        if (evidence == null || evidence.isBlank()) {
            if (needed) {
                errors.add(FieldError.of("evidence", "required", "Say how it is known that the person agreed."));
            }
        } else if (evidence.length() > LONGEST_EVIDENCE || !PlainText.storable(evidence)) {
            errors.add(FieldError.of("evidence", "invalid",
                    "The evidence is a text of at most " + LONGEST_EVIDENCE + " characters."));
        }
    }

    private static ChannelType channel(@Nullable ChannelType channel) {
        return channel == null ? ChannelType.EMAIL : channel;
    }
}
