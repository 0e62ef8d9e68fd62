package dev.cadenza.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.lead.PlainText;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/imports")
@Tag(name = "Imports", description = "Leads from CSV files")
class ImportController {

    private static final TypeReference<LinkedHashMap<String, String>> MAPPING = new TypeReference<>() {
    };

    private static final int LONGEST_EVIDENCE = 2000;

    private final Imports imports;
    private final Refusals refusals;
    private final ObjectMapper json;

    ImportController(Imports imports, Refusals refusals, ObjectMapper json) {
        this.imports = imports;
        this.refusals = refusals;
        this.json = json;
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Upload a CSV file and import its rows as leads")
    ResponseEntity<ImportView> start(@RequestPart("file") MultipartFile file,
            @RequestParam(required = false) @Nullable String columnMapping,
            @RequestParam(required = false) @Nullable UUID listId,
            @RequestParam(required = false) @Nullable String newListName,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable ChannelType consentChannel,
            @RequestParam(required = false) @Nullable String consentEvidence) throws IOException {
        String name = file.getOriginalFilename();
        ImportOrder order = new ImportOrder(name == null ? "" : name, mapping(columnMapping), listId, newListName,
                source);
        UUID id;
        try (InputStream in = file.getInputStream()) {
            id = imports.start(order, consent(consentChannel, consentEvidence), in);
        }
        return ResponseEntity.accepted().location(URI.create("/api/v1/imports/" + id)).body(imports.get(id));
    }

    /** That everybody in the file has agreed to a channel, and how that is known; only the evidence has to be given. */
    private static Imports.@Nullable Agreement consent(@Nullable ChannelType channel, @Nullable String evidence) {
        if (evidence == null && channel == null) {
            return null;
        }
        if (evidence == null || evidence.isBlank() || evidence.length() > LONGEST_EVIDENCE
                || !PlainText.storable(evidence)) {
            throw new Rejected(FieldError.of("consentEvidence", "invalid", "Say in at most " + LONGEST_EVIDENCE
                    + " characters how it is known that everybody in the file agreed."));
        }
        return new Imports.Agreement(channel == null ? ChannelType.EMAIL : channel, evidence);
    }

    @GetMapping
    @Operation(summary = "Imports, the newest first")
    PageResponse<ImportView> page(@RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return imports.page(PageQuery.of(page, size));
    }

    @GetMapping("/{id}")
    @Operation(summary = "An import and how far it has come")
    ImportView get(@PathVariable UUID id) {
        return imports.get(id);
    }

    @PostMapping("/{id}/cancel")
    @Operation(summary = "Import no further row; those that were imported stay")
    ImportView cancel(@PathVariable UUID id) {
        imports.cancel(id);
        return imports.get(id);
    }

    @GetMapping("/{id}/refusals")
    @Operation(summary = "Rows that were refused, and values that were left out of rows")
    PageResponse<RefusalView> refusals(@PathVariable UUID id, @RequestParam(required = false) @Nullable Boolean rowRefused,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return refusals.page(id, rowRefused, PageQuery.of(page, size));
    }

    @GetMapping("/{id}/refusals.csv")
    @Operation(summary = "The refused rows as CSV, to be mended and imported again")
    void refusalsAsCsv(@PathVariable UUID id, HttpServletResponse response) throws IOException {
        imports.get(id);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"refusals-" + id + ".csv\"");
        try (Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8)) {
            // Without a byte order mark Excel takes UTF-8 for the local code page.
            out.write('\uFEFF');
            refusals.write(id, out);
        }
    }

    private Map<String, String> mapping(@Nullable String columnMapping) {
        if (columnMapping == null || columnMapping.isBlank()) {
            return Map.of();
        }
        try {
            Map<String, String> mapping = json.readValue(columnMapping, MAPPING);
            if (mapping != null && !mapping.containsValue(null)) {
                return mapping;
            }
        } catch (JsonProcessingException notAnObject) {
            throw new Rejected(badMapping());
        }
        throw new Rejected(badMapping());
    }

    private static FieldError badMapping() {
        return FieldError.of("columnMapping", "invalid", "The column mapping must be a JSON object of headings and"
                + " fields, such as {\"Mail\": \"email\", \"Size\": \"attributes.size\", \"Notes\": \"-\"}.");
    }
}
