package dev.cadenza.card;

import dev.cadenza.platform.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** The pictures as they were uploaded, in the database so that any node can read them. */
@Component
class CardFiles {

    private final JdbcTemplate jdbc;
    private final Clock clock;

    CardFiles(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    record StoredFile(String name, PictureKind kind, byte[] data) {
    }

    static String sha256(Upload file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(file.open(), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Stores a file, streamed, unless the same one is there already, and returns whichever there is. */
    UUID store(Upload file, PictureKind kind, String sha256, String name) throws IOException {
        Optional<UUID> known = find(sha256);
        if (known.isPresent()) {
            return known.get();
        }
        try (InputStream in = file.open()) {
            jdbc.update(connection -> {
                PreparedStatement insert = connection.prepareStatement("insert into card_file (id, sha256, name,"
                        + " media_type, bytes, data, created_at) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing");
                insert.setObject(1, Ids.next());
                insert.setString(2, sha256);
                insert.setString(3, name);
                insert.setString(4, kind.mediaType());
                insert.setLong(5, file.size());
                insert.setBinaryStream(6, in, file.size());
                insert.setTimestamp(7, Timestamp.from(clock.instant()));
                return insert;
            });
        } catch (UncheckedIOException unreadable) {
            throw unreadable.getCause();
        }
        return find(sha256).orElseThrow(() -> new IllegalStateException("The file was not stored"));
    }

    private Optional<UUID> find(String sha256) {
        // Kept from being removed with the last card of it until this upload is done.
        return jdbc.queryForList("select id from card_file where sha256 = ? for key share", UUID.class, sha256).stream()
                .findFirst();
    }

    Optional<StoredFile> load(UUID id) {
        List<StoredFile> files = jdbc.query("select name, media_type, data from card_file where id = ?",
                (row, number) -> new StoredFile(row.getString("name"),
                        PictureKind.ofMediaType(row.getString("media_type")), row.getBytes("data")), id);
        return files.stream().findFirst();
    }

    void removeUnlessUsed(UUID id) {
        jdbc.update("delete from card_file f where id = ? and not exists"
                + " (select 1 from business_card c where c.file_id = f.id)", id);
    }

    void storePreview(UUID cardId, byte[] jpeg) {
        jdbc.update("insert into card_preview (card_id, data) values (?, ?)"
                + " on conflict (card_id) do update set data = excluded.data", cardId, jpeg);
    }

    Optional<byte[]> preview(UUID cardId) {
        return jdbc.query("select data from card_preview where card_id = ?", (row, number) -> row.getBytes("data"),
                cardId).stream().findFirst();
    }
}
