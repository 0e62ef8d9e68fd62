package dev.cadenza.intake;

import dev.cadenza.audience.Audiences;
import dev.cadenza.audience.NewLists;
import dev.cadenza.channel.ChannelType;
import dev.cadenza.consent.Consents;
import dev.cadenza.identity.SignedInUser;
import dev.cadenza.lead.LeadValues;
import dev.cadenza.lead.PlainText;
import dev.cadenza.platform.Ids;
import dev.cadenza.platform.PageQuery;
import dev.cadenza.platform.PageResponse;
import dev.cadenza.problem.Conflict;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.NotFound;
import dev.cadenza.problem.Rejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Imports of leads from CSV files: what was uploaded is stored first, and worked on by any node then. */
@Component
public class Imports {

    private static final String DEFAULT_SOURCE = "csv";
    private static final int MAX_FILE_NAME = 255;

    private final ImportBatches batches;
    private final ImportFiles files;
    private final Audiences audiences;
    private final NewLists newLists;
    private final Consents consents;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Imports(ImportBatches batches, ImportFiles files, Audiences audiences, NewLists newLists,
            Consents consents, ApplicationEventPublisher events, Clock clock) {
        this.batches = batches;
        this.files = files;
        this.audiences = audiences;
        this.newLists = newLists;
        this.consents = consents;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Stores a file and starts its import. The stream is read once and never held in memory as a whole.
     *
     * @throws Rejected where the file is no CSV with addresses in it, or the order is bad; nothing is stored then
     */
    @Transactional(rollbackFor = IOException.class)
    public UUID start(ImportOrder order, InputStream in) throws IOException {
        return start(order, null, in);
    }

    /** That everybody in a file has agreed to be written to. */
    record Agreement(ChannelType channel, String evidence) {
    }

    /** @param agreement becomes a consent of each lead of the file; null where nothing is known */
    @Transactional(rollbackFor = IOException.class)
    UUID start(ImportOrder order, @Nullable Agreement agreement, InputStream in) throws IOException {
        String source = source(order.source());
        byte[] head = in.readNBytes(FormatDetector.HEAD);
        Utf8Check utf8 = new Utf8Check();
        utf8.add(head, 0, head.length);
        // Refused before the rest is read, where it can be; only the whole file says whether it is UTF-8.
        analyse(head, utf8.valid(), order);
        UUID id = Ids.next();
        ImportFiles.Stored stored = files.store(id, new SequenceInputStream(new ByteArrayInputStream(head), in));
        CsvFormat format = analyse(head, stored.utf8(), order);
        Mapping mapping = ColumnRecognizer.recognize(format.columns(), order.columnMapping());
        batches.insert(new ImportBatch(id, fileName(order.fileName()), ImportStatus.PENDING, source, list(order),
                stored.bytes(), format, mapping, format.dataPosition(), format.headerRow(),
                new ImportBatch.Counts(0, 0, 0, 0, 0), null, clock.instant(), null, null));
        if (agreement != null) {
            consents.promise(id, agreement.channel(), agreement.evidence(),
                    SignedInUser.current().map(SignedInUser::email).orElse(null));
        }
        events.publishEvent(new ImportAsked(id));
        return id;
    }

    private static CsvFormat analyse(byte[] head, boolean utf8, ImportOrder order) {
        CsvFormat format = FormatDetector.detect(head, head.length, utf8, order.columnMapping().keySet());
        ColumnRecognizer.recognize(format.columns(), order.columnMapping());
        return format;
    }

    private static String source(@Nullable String wanted) {
        LeadValues.Checked checked = LeadValues.check("source", wanted == null ? "" : wanted, null);
        if (checked.error() != null) {
            throw new Rejected(checked.error());
        }
        return checked.value() == null ? DEFAULT_SOURCE : checked.value();
    }

    private static String fileName(String given) {
        String name = PlainText.trim(given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replace("\0", ""));
        return name.isEmpty() ? "upload.csv" : name.substring(0, Math.min(name.length(), MAX_FILE_NAME));
    }

    private @Nullable UUID list(ImportOrder order) {
        if (order.newListName() == null || order.newListName().isBlank()) {
            if (order.listId() != null) {
                audiences.requireExists(order.listId(), null);
            }
            return order.listId();
        }
        if (order.listId() != null) {
            throw new Rejected(FieldError.of("newListName", "ambiguous",
                    "Give either the id of a list or the name of a new one, not both."));
        }
        try {
            return newLists.create(order.newListName());
        } catch (Rejected bad) {
            throw new Rejected(bad.errors().stream()
                    .map(error -> FieldError.of("newListName", error.code(), error.message())).toList());
        }
    }

    /** @throws NotFound where there is no such import */
    @Transactional(readOnly = true)
    public ImportView get(UUID id) {
        return ImportView.of(batches.get(id));
    }

    /** The newest first. */
    @Transactional(readOnly = true)
    public PageResponse<ImportView> page(PageQuery query) {
        return PageResponse.of(batches.newestFirst(query.offset(), query.size()).stream().map(ImportView::of).toList(),
                query.page(), query.size(), batches.count());
    }

    /**
     * Rows that were imported stay; no further row is.
     *
     * @throws Conflict where it has ended already
     */
    @Transactional
    public void cancel(UUID id) {
        ImportBatch batch = batches.get(id);
        if (!batches.cancel(id, clock.instant())) {
            throw new Conflict("import-ended", "The import is " + batch.status().word() + " already.");
        }
        events.publishEvent(new ImportCancelled(id));
    }
}
