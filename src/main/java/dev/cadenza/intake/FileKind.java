package dev.cadenza.intake;

import dev.cadenza.problem.FieldError;
import dev.cadenza.problem.Rejected;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tells from a file's first bytes whether it is text at all, and in which encoding. */
final class FileKind {

    private static final Map<String, String> SIGNATURES = signatures();
    /** A text may hold a stray control character; a file in which one byte of fifty is one is no text. */
    private static final int CONTROL_SHARE = 50;

    private final byte[] head;
    private final int length;

    /** @param length how many bytes of {@code head} are the file's */
    FileKind(byte[] head, int length) {
        this.head = head;
        this.length = length;
    }

    /**
     * The encoding: as a byte order mark says, else as the bytes look.
     *
     * @param utf8 true where the whole file is well-formed UTF-8
     * @throws Rejected where the file is empty or no text
     */
    Encoding encoding(boolean utf8) {
        if (length == 0) {
            throw bad("empty", "The file is empty.");
        }
        refuseOtherFormats();
        if (begins(0xEF, 0xBB, 0xBF)) {
            return Encoding.UTF_8;
        }
        if (begins(0xFF, 0xFE)) {
            return Encoding.UTF_16LE;
        }
        if (begins(0xFE, 0xFF)) {
            return Encoding.UTF_16BE;
        }
        int evenNuls = nuls(0);
        int oddNuls = nuls(1);
        int half = Math.max(1, length / 2);
        if (oddNuls * 5 > half * 2 && evenNuls * 10 < half) {
            return Encoding.UTF_16LE;
        }
        if (evenNuls * 5 > half * 2 && oddNuls * 10 < half) {
            return Encoding.UTF_16BE;
        }
        refuseBinary();
        return utf8 ? Encoding.UTF_8 : Encoding.WINDOWS_1252;
    }

    /** Bytes of the byte order mark. */
    int markLength() {
        return begins(0xEF, 0xBB, 0xBF) ? 3 : begins(0xFF, 0xFE) || begins(0xFE, 0xFF) ? 2 : 0;
    }

    private void refuseOtherFormats() {
        String start = new String(head, 0, Math.min(length, 16), StandardCharsets.ISO_8859_1);
        SIGNATURES.forEach((signature, what) -> {
            if (start.startsWith(signature)) {
                throw bad("not-csv", "The file is " + what + ", not CSV. Export or save it as CSV and upload that.");
            }
        });
    }

    private void refuseBinary() {
        int controls = 0;
        for (int i = 0; i < length; i++) {
            int b = head[i] & 0xFF;
            if (b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f' || b == 0x7F) {
                controls++;
            }
        }
        if (controls > 8 && controls > length / CONTROL_SHARE || controls * 3 > length) {
            throw bad("not-csv", "The file is binary, not text: " + controls + " of its first " + length
                    + " bytes are control characters.");
        }
    }

    private boolean begins(int... bytes) {
        if (length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private int nuls(int from) {
        int count = 0;
        for (int i = from; i < length; i += 2) {
            count += head[i] == 0 ? 1 : 0;
        }
        return count;
    }

    static Rejected bad(String code, String message) {
        return new Rejected(FieldError.of("file", code, message));
    }

    private static Map<String, String> signatures() {
        Map<String, String> signatures = new LinkedHashMap<>();
        signatures.put("PK\003\004", "a ZIP archive, such as an Excel workbook (.xlsx)");
        signatures.put("\u00D0\u00CF\u0011\u00E0", "an Excel workbook (.xls)");
        signatures.put("%PDF", "a PDF document");
        signatures.put("\u001F\u008B", "compressed (gzip)");
        signatures.put("\u0089PNG", "an image (PNG)");
        signatures.put("\u00FF\u00D8\u00FF", "an image (JPEG)");
        signatures.put("GIF8", "an image (GIF)");
        signatures.put("SQLite format 3", "a SQLite database");
        return signatures;
    }
}
