package dev.cadenza.card;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Kinds of files that we read, told by their first bytes: names and declared types can say anything. */
enum PictureKind {
    JPEG("image/jpeg"), PNG("image/png"), WEBP("image/webp"), PDF("application/pdf");

    /** How many bytes {@link #of} needs. */
    static final int HEAD = 1_024;

    private final String mediaType;

    PictureKind(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    static PictureKind ofMediaType(String mediaType) {
        for (PictureKind kind : values()) {
            if (kind.mediaType.equals(mediaType)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(mediaType);
    }

    /** @throws Refused where the file is something else, saying what */
    static PictureKind of(byte[] head) throws Refused {
        String start = new String(head, StandardCharsets.ISO_8859_1);
        if (start.isEmpty()) {
            throw new Refused("empty", "is empty.");
        }
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return JPEG;
        }
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return PNG;
        }
        if (start.startsWith("RIFF") && start.startsWith("WEBP", 8)) {
            return WEBP;
        }
        int pdf = start.indexOf("%PDF-");
        if (pdf >= 0 && pdf < HEAD - 5) {
            return PDF;
        }
        throw new Refused("wrong-type", name(start).map(name -> "is " + name + ".").orElse("is no picture.")
                + " Cards are read from JPEG, PNG, WebP and PDF files.");
    }

    private static Optional<String> name(String start) {
        if (start.startsWith("ftyphei", 4) || start.startsWith("ftyphev", 4) || start.startsWith("ftypmif1", 4)
                || start.startsWith("ftypmsf1", 4)) {
            return Optional.of("a HEIC picture, which can't be read here; phones save as JPEG with the setting 'most"
                    + " compatible'");
        }
        if (start.startsWith("ftypavif", 4)) {
            return Optional.of("an AVIF picture");
        }
        if (start.startsWith("GIF8")) {
            return Optional.of("a GIF picture");
        }
        if (start.startsWith("BM")) {
            return Optional.of("a BMP picture");
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return Optional.of("a TIFF picture");
        }
        if (start.startsWith("PK\u0003\u0004")) {
            return Optional.of("a ZIP archive or an office document");
        }
        String text = start.strip().toLowerCase(Locale.ROOT);
        return text.startsWith(
                "<svg") || text.startsWith("<?xml") || text.startsWith("<!doctype") || text.startsWith("<html")
                ? Optional.of("a text file") : Optional.empty();
    }
}
