package dev.cadenza.campaign;

import dev.cadenza.writer.GenerationView;
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
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns/{id}")
@Tag(name = "Campaigns")
class GenerationController {

    private final GenerationDesk desk;

    GenerationController(GenerationDesk desk) {
        this.desk = desk;
    }

    @PostMapping("/generate")
    @Operation(summary = "Have the drafts of all messages written before the launch, by a process")
    ResponseEntity<GenerationView> generate(@PathVariable UUID id,
            @RequestBody(required = false) GenerationDesk.@Nullable Generate how) {
        GenerationView view = desk.generate(id, how == null ? new GenerationDesk.Generate(null, null) : how);
        return ResponseEntity.accepted().location(URI.create("/api/v1/campaigns/" + id + "/generation")).body(view);
    }

    @GetMapping("/generation")
    @Operation(summary = "How far the drafts are, who writes them, and what they cost in tokens")
    GenerationView get(@PathVariable UUID id) {
        return desk.get(id);
    }

    @PostMapping("/generation/cap")
    @Operation(summary = "Raise the cap of tokens; what stood because of it goes on")
    GenerationView raiseCap(@PathVariable UUID id, @RequestBody GenerationDesk.Cap cap) {
        return desk.raiseCap(id, cap);
    }

    @DeleteMapping("/generation")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Stop writing and throw the drafts away; the campaign can be changed again")
    void discard(@PathVariable UUID id) {
        desk.discard(id);
    }
}
