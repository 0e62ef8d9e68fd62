package dev.cadenza.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

@RestController
@RequestMapping("/api/v1/business-cards")
@Tag(name = "Business cards", description = "Leads from pictures of business cards")
class CardController {

    private final CardUploads uploads;
    private final CardViews views;
    private final CardDesk desk;
    private final CardReviews reviews;
    private final CardFiles files;

    CardController(CardUploads uploads, CardViews views, CardDesk desk, CardReviews reviews, CardFiles files) {
        this.uploads = uploads;
        this.views = views;
        this.desk = desk;
        this.reviews = reviews;
        this.files = files;
    }

    private record Part(MultipartFile file) implements Upload {

        @Override
        public String name() {
            String name = file.getOriginalFilename();
            return name == null ? "" : name;
        }

        @Override
        public long size() {
            return file.getSize();
        }

        @Override
        public InputStream open() throws IOException {
            return file.getInputStream();
        }
    }

    @PostMapping(consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @Operation(summary = "Upload pictures of business cards", description = "One or several parts named 'file': JPEG,"
            + " PNG, WebP, or PDF with a card on each page. Where one file is refused, none is taken. The cards are"
            + " read in the background; a picture that was uploaded before is recognised and not read again.")
    ResponseEntity<CardUploads.Receipt> upload(@RequestPart("file") List<MultipartFile> file,
            @RequestParam(required = false) @Nullable UUID eventId,
            @RequestParam(required = false) @Nullable UUID listId,
            @RequestParam(required = false) @Nullable String newListName) throws IOException {
        CardUploads.Receipt receipt = uploads.take(file.stream().<Upload>map(Part::new).toList(),
                new CardUploads.Destination(eventId, listId, newListName));
        URI location = receipt.cards().size() == 1
                ? URI.create("/api/v1/business-cards/" + receipt.cards().get(0).cardId())
                : URI.create("/api/v1/business-cards?uploadId=" + receipt.uploadId());
        return ResponseEntity.accepted().location(location).body(receipt);
    }

    @GetMapping
    @Operation(summary = "Page through the cards, the newest first")
    PageResponse<CardView> page(@RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable UUID eventId,
            @RequestParam(required = false) @Nullable UUID uploadId,
            @RequestParam(required = false) @Nullable UUID leadId,
            @RequestParam(required = false) @Nullable Integer page,
            @RequestParam(required = false) @Nullable Integer size) {
        return views.page(new CardViews.Filter(status(status), eventId, uploadId, leadId), PageQuery.of(page, size));
    }

    @GetMapping("/counts")
    @Operation(summary = "How many cards have which status, and how long reading took")
    CardViews.Counts counts(@RequestParam(required = false) @Nullable UUID eventId,
            @RequestParam(required = false) @Nullable UUID uploadId) {
        return views.counts(new CardViews.Filter(null, eventId, uploadId, null));
    }

    @GetMapping("/{id}")
    @Operation(summary = "Read a card, with all that was recognised on it")
    CardView read(@PathVariable UUID id) {
        return views.get(id);
    }

    @GetMapping("/{id}/picture")
    @Operation(summary = "The picture, small and upright", description = "JPEG, once the card was read; 'original'"
            + " gives the file as it was uploaded, at any time.")
    ResponseEntity<byte[]> picture(@PathVariable UUID id, @RequestParam(defaultValue = "false") boolean original) {
        if (original) {
            CardFiles.StoredFile file = desk.file(id);
            return answer(MediaType.parseMediaType(file.kind().mediaType()), ContentDisposition.attachment()
                    .filename(file.name(), StandardCharsets.UTF_8).build(), file.data());
        }
        views.get(id);
        byte[] preview = files.preview(id).orElseThrow(() -> new NotFound("preview of business card", id));
        return answer(MediaType.IMAGE_JPEG, ContentDisposition.inline().filename("card-" + id + ".jpg").build(),
                preview);
    }

    private static ResponseEntity<byte[]> answer(MediaType type, ContentDisposition disposition, byte[] bytes) {
        return ResponseEntity.ok().contentType(type).cacheControl(CacheControl.noCache().cachePrivate())
                .header(HttpHeaders.CONTENT_DISPOSITION, disposition.toString())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox").body(bytes);
    }

    @PostMapping("/{id}/review")
    @Operation(summary = "Say what a doubtful card says", description = "Its fields as texts (name, title, company,"
            + " email, address, city, country, website, linkedin) and 'phones' as objects of number and kind, or"
            + " 'discard': true where it is no card. The task in Tasklist is done with it.")
    CardView review(@PathVariable UUID id, @RequestBody ObjectNode review) {
        desk.review(id, review);
        return views.get(id);
    }

    /** @param errors of fields, as a review that has them would be refused with */
    record Faults(List<FieldError> errors) {
    }

    @PostMapping("/{id}/review/check")
    @Operation(summary = "Everything that a review would be refused for; empty where it would be taken")
    Faults check(@PathVariable UUID id, @RequestBody ObjectNode review) {
        views.get(id);
        return new Faults(reviews.faults(review));
    }

    @PostMapping("/{id}/retry")
    @Operation(summary = "Read a picture again that could not be read")
    ResponseEntity<CardView> retry(@PathVariable UUID id) {
        desk.retry(id);
        return ResponseEntity.accepted().location(URI.create("/api/v1/business-cards/" + id)).body(views.get(id));
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Delete a card and its picture", description = "Its lead stays.")
    void delete(@PathVariable UUID id) {
        desk.delete(id);
    }

    private static @Nullable CardStatus status(@Nullable String word) {
        if (word == null || word.isBlank()) {
            return null;
        }
        try {
            return CardStatus.valueOf(word.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new Rejected(FieldError.of("status", "invalid", "'" + word + "' is no status of a card."));
        }
    }
}
