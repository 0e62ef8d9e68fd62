package dev.cadenza.privacy;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Privacy", description = "What is kept about one person, its erasure, and how long data is kept")
class PersonalFileController {

    private final PersonalFile file;

    PersonalFileController(PersonalFile file) {
        this.file = file;
    }

    @GetMapping("/api/v1/leads/{id}/personal-data")
    @Operation(summary = "Everything that is kept about a lead, as JSON")
    PersonalFile.Content json(@PathVariable UUID id, HttpServletResponse response) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return file.of(id);
    }

    @GetMapping(value = "/api/v1/leads/{id}/personal-data.zip", produces = "application/zip")
    @Operation(summary = "Everything that is kept about a lead, as a ZIP of JSON files")
    void zip(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        PersonalFile.Content content = file.of(id);
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"lead-" + id + ".zip\"");
        file.zip(content, response.getOutputStream());
    }
}
