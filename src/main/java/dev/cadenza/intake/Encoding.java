package dev.cadenza.intake;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The encodings that exports come in. */
enum Encoding {

    UTF_8("UTF-8", StandardCharsets.UTF_8, 1),
    UTF_16LE("UTF-16LE", StandardCharsets.UTF_16LE, 2),
    UTF_16BE("UTF-16BE", StandardCharsets.UTF_16BE, 2),
    WINDOWS_1252("windows-1252", Charset.forName("windows-1252"), 1);

    private final String label;
    private final Charset charset;
    private final int unitBytes;

    Encoding(String label, Charset charset, int unitBytes) {
        this.label = label;
        this.charset = charset;
        this.unitBytes = unitBytes;
    }

    /** The name that IANA gives it. */
    String label() {
        return label;
    }

    Charset charset() {
        return charset;
    }

    /** Bytes of a line break. */
    int unitBytes() {
        return unitBytes;
    }

    /** The code unit that two bytes are, where {@link #unitBytes} is 2. */
    int unit(byte first, byte second) {
        return this == UTF_16LE ? (first & 0xFF) | (second & 0xFF) << 8 : (first & 0xFF) << 8 | (second & 0xFF);
    }

    static Encoding of(String label) {
        for (Encoding encoding : values()) {
            if (encoding.label.equals(label)) {
                return encoding;
            }
        }
        throw new IllegalArgumentException("There is no encoding " + label);
    }
}
