package dev.cadenza.campaign;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/campaigns/{id}/export")
@Tag(name = "Campaigns")
class ExportController {

    private final CampaignExport export;

    ExportController(CampaignExport export) {
        this.export = export;
    }

    @PostMapping
    @Operation(summary = "Export the campaign's messages as CSV; one that was not launched ends by it")
    void make(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        export.record(id);
        write(id, response);
    }

    @GetMapping
    @Operation(summary = "The latest export once more; it counts as no other")
    void latest(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        write(id, response);
    }

    private void write(UUID id, HttpServletResponse response) throws IOException {
        CampaignExport.Exported exported = export.latest(id);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"campaign-" + id + ".csv\"");
        try (Writer out = new BufferedWriter(new OutputStreamWriter(response.getOutputStream(),
                StandardCharsets.UTF_8))) {
            // Without a byte order mark Excel takes UTF-8 for the local code page.
            out.write('\uFEFF');
            export.write(exported, out);
        }
    }
}
