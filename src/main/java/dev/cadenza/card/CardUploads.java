package dev.cadenza.card;

import dev.cadenza.access.Ownership;
import dev.cadenza.activity.Action;
import dev.cadenza.activity.ActivityLog;
import dev.cadenza.audience.Audiences;
import dev.cadenza.audience.NewLists;
import dev.cadenza.fair.EventLeads;
import dev.cadenza.lead.PlainText;
import dev.cadenza.platform.Ids;
import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Takes pictures of cards in: all of an upload, or, where one of its files is refused, none. */
@Component
class CardUploads {

    private static final int MAX_FILE_NAME = 255;

    private final PictureCheck check;
    private final CardFiles files;
    private final BusinessCards cards;
    private final EventLeads events;
    private final Audiences audiences;
    private final NewLists newLists;
    private final Ownership ownership;
    private final ActivityLog activity;
    private final ApplicationEventPublisher publisher;
    private final JdbcTemplate jdbc;
    private final CardProperties properties;
    private final Clock clock;

    CardUploads(PictureCheck check, CardFiles files, BusinessCards cards, EventLeads events, Audiences audiences,
            NewLists newLists, Ownership ownership, ActivityLog activity, ApplicationEventPublisher publisher,
            JdbcTemplate jdbc, CardProperties properties, Clock clock) {
        this.check = check;
        this.files = files;
        this.cards = cards;
        this.events = events;
        this.audiences = audiences;
        this.newLists = newLists;
        this.ownership = ownership;
        this.activity = activity;
        this.publisher = publisher;
        this.jdbc = jdbc;
        this.properties = properties;
        this.clock = clock;
    }

    /** Where the leads of the cards go: to an event, to a list that there is or to a new one, or to none of them. */
    record Destination(@Nullable UUID eventId, @Nullable UUID listId, @Nullable String newListName) {
    }

    /** @param duplicate true where the same picture was uploaded before; the card is the one from then */
    record Taken(UUID cardId, String file, int page, boolean duplicate) {
    }

    /** @param uploadId under which the cards can be listed */
    record Receipt(UUID uploadId, List<Taken> cards) {
    }

    private record CheckedFile(Upload file, String name, PictureCheck.Checked what, String sha256) {
    }

    /** @throws Rejected naming each file that is refused, and why; nothing is stored then */
    @Transactional(rollbackFor = IOException.class)
    public Receipt take(List<Upload> uploads, Destination destination) throws IOException {
        List<CheckedFile> checked = checked(uploads);
        events.requireExists(destination.eventId(), "eventId");
        UUID list = list(destination);
        UUID uploadId = Ids.next();
        List<Taken> taken = new ArrayList<>();
        List<UUID> fresh = new ArrayList<>();
        // In the order of their contents: two uploads with the same pictures can't wait for each other in a ring.
        checked.sort(Comparator.comparing(CheckedFile::sha256));
        for (CheckedFile file : checked) {
            UUID fileId = files.store(file.file(), file.what().kind(), file.sha256(), file.name());
            for (int page = 0; page < file.what().pages(); page++) {
                Taken card = card(new BusinessCard.Origin(uploadId, fileId, page, destination.eventId(), list,
                        ActivityLog.actor()), file.name());
                taken.add(card);
                if (!card.duplicate()) {
                    fresh.add(card.cardId());
                }
            }
        }
        activity.recordEach(Action.CONTACT_UPLOADED, fresh, Map.of("uploadId", uploadId));
        fresh.forEach(card -> ownership.own("business-cards", card));
        fresh.forEach(card -> publisher.publishEvent(new CardStored(card)));
        taken.sort(Comparator.comparingInt(card -> order(uploads, card)));
        return new Receipt(uploadId, taken);
    }

    private static int order(List<Upload> uploads, Taken card) {
        for (int i = 0; i < uploads.size(); i++) {
            if (fileName(uploads.get(i).name()).equals(card.file())) {
                return i * 1_000 + card.page();
            }
        }
        return uploads.size() * 1_000;
    }

    private List<CheckedFile> checked(List<Upload> uploads) throws IOException {
        if (uploads.isEmpty()) {
            throw new Rejected(FieldError.required("file"));
        }
        if (uploads.size() > properties.maxFiles()) {
            throw new Rejected(FieldError.of("file", "too-many", "At most " + properties.maxFiles()
                    + " files are taken at once."));
        }
        List<CheckedFile> checked = new ArrayList<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < uploads.size(); i++) {
            Upload upload = uploads.get(i);
            String name = fileName(upload.name());
            try {
                checked.add(new CheckedFile(upload, name, check.check(upload), CardFiles.sha256(upload)));
            } catch (Refused refused) {
                errors.add(FieldError.of("file[" + i + "]", refused.code(), "'" + name + "' " + refused.reason()));
            }
        }
        if (!errors.isEmpty()) {
            throw new Rejected(errors);
        }
        return checked;
    }

    private Taken card(BusinessCard.Origin origin, String name) {
        List<UUID> known = jdbc.queryForList("select id from business_card where file_id = ? and page = ?", UUID.class,
                origin.fileId(), origin.page());
        if (!known.isEmpty()) {
            // Who has the same picture may see what was read on it.
            ownership.showToUser(known.get(0));
            return new Taken(known.get(0), name, origin.page() + 1, true);
        }
        return new Taken(cards.saveAndFlush(new BusinessCard(origin, clock.instant())).id(), name, origin.page() + 1,
                false);
    }

    private @Nullable UUID list(Destination destination) {
        boolean named = destination.newListName() != null && !destination.newListName().isBlank();
        if (named && destination.listId() != null) {
            throw new Rejected(FieldError.of("newListName", "ambiguous",
                    "Give either the id of a list or the name of a new one, not both."));
        }
        if (named) {
            return newLists.create(String.valueOf(destination.newListName()));
        }
        if (destination.listId() != null) {
            audiences.requireExists(destination.listId(), null);
        }
        return destination.listId();
    }

    private static String fileName(String given) {
        String name = PlainText.trim(given.substring(Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", ""));
        return name.isEmpty() ? "card" : name.substring(0, Math.min(name.length(), MAX_FILE_NAME));
    }
}
