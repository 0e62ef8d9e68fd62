package dev.cadenza.privacy;

import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/data-requests")
@Tag(name = "Privacy")
class DataRequestController {

    private final DataRequests requests;
    private final PersonalFile file;

    DataRequestController(DataRequests requests, PersonalFile file) {
        this.requests = requests;
        this.file = file;
    }

    @GetMapping
    @Operation(summary = "Requests for a person's data that came from outside, such as from Shopify, the newest first")
    PageResponse<DataRequests.View> page(@RequestParam(defaultValue = "false") boolean open,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return requests.page(open, PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "One request, and until when it is to be answered")
    DataRequests.View get(@PathVariable UUID id) {
        return requests.get(id);
    }

    @GetMapping(value = "/{id}/file.zip", produces = "application/zip")
    @Operation(summary = "Everything that is kept about the person, as a ZIP of JSON files")
    void zip(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        PersonalFile.Content content = requests.file(id);
        response.setContentType("application/zip");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"data-request-" + id + ".zip\"");
        file.zip(content, response.getOutputStream());
    }

    @PostMapping("/{id}/done")
    @Operation(summary = "The file was handed out to the person")
    DataRequests.View done(@PathVariable UUID id) {
        requests.done(id);
        return requests.get(id);
    }
}
