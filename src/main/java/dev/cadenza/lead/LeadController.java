package dev.cadenza.lead;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Single leads. The list of leads, with its filters by list and segment, is the audience's. */
@RestController
@RequestMapping("/api/v1/leads")
@Tag(name = "Leads")
class LeadController {

    private final LeadRegister register;
    private final LeadViews views;
    private final LeadAutomation automation;
    private final LeadProperties properties;

    LeadController(LeadRegister register, LeadViews views, LeadAutomation automation, LeadProperties properties) {
        this.register = register;
        this.views = views;
        this.automation = automation;
        this.properties = properties;
    }

    @PostMapping
    @Operation(summary = "Create a lead")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = LeadBody.class)))
    ResponseEntity<LeadView> create(@RequestBody ObjectNode body) {
        UUID id = register.create(LeadInput.read(body, properties.defaultRegion()));
        return ResponseEntity.created(URI.create("/api/v1/leads/" + id)).body(read(id));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a lead")
    LeadView read(@PathVariable UUID id) {
        return views.find(id).orElseThrow(() -> new NotFound("lead", id));
    }

    @PatchMapping("/{id}")
    @Operation(summary = "Change a lead", description = "A JSON merge patch (RFC 7396): fields that are absent stay,"
            + " null takes the value away. The same goes for each key of the attributes.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content = @Content(schema = @Schema(implementation = LeadBody.class)))
    LeadView change(@PathVariable UUID id, @RequestBody ObjectNode body) {
        register.change(id, LeadInput.read(body, properties.defaultRegion()));
        return read(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a lead", description = "Everything that runs for it ends at once.")
    void delete(@PathVariable UUID id) {
        register.delete(id);
    }

    @PostMapping("/{id}/stop-automation")
    @Operation(summary = "Send a lead nothing more", description = "Everything that runs for it ends at once, and no"
            + " campaign or workflow takes it up until resume-automation.")
    LeadView stopAutomation(@PathVariable UUID id) {
        automation.stop(id);
        return read(id);
    }

    @PostMapping("/{id}/resume-automation")
    @Operation(summary = "Let campaigns and workflows reach a lead again")
    LeadView resumeAutomation(@PathVariable UUID id) {
        automation.resume(id);
        return read(id);
    }

    @ExceptionHandler
    ProblemDetail taken(AddressTaken taken) {
        ProblemDetail detail = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, taken.getMessage());
        detail.setType(URI.create("urn:cadenza:problem:" + taken.type()));
        detail.setProperty("leadId", taken.leadId());
        detail.setProperty("errors", List.of(FieldError.of(taken.field(), "taken", taken.getMessage())));
        return detail;
    }
}
