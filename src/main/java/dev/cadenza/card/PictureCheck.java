package dev.cadenza.card;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.stereotype.Component;

/**
 * Looks at a file before it is taken: what it is, whether it is whole, and how large a picture it would unfold to. Only
 * its structure is read; not a pixel is decoded.
 */
@Component
class PictureCheck {

    private static final int LEAST_SIDE = 120;
    private static final int MOST_SIDE = 20_000;
    /** A progressive JPEG of more passes than this only wastes time. */
    private static final int MAX_SCANS = 100;

    private final CardProperties properties;

    PictureCheck(CardProperties properties) {
        this.properties = properties;
    }

    /** @param pages cards that are in it */
    record Checked(PictureKind kind, int pages) {
    }

    /** @throws Refused where the file is not taken */
    Checked check(Upload file) throws Refused, IOException {
        if (file.size() > properties.maxFileSize().toBytes()) {
            throw new Refused("too-large", "has " + (file.size() >> 20) + " MB; at most "
                    + properties.maxFileSize().toMegabytes() + " MB are accepted.");
        }
        PictureKind kind;
        try (InputStream in = file.open()) {
            kind = PictureKind.of(in.readNBytes(PictureKind.HEAD));
        }
        if (kind == PictureKind.PDF) {
            return new Checked(kind, PdfPages.count(file, properties));
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(file.open(), 1 << 16))) {
            switch (kind) {
                case JPEG -> jpeg(in);
                case PNG -> png(in);
                default -> webp(in, file.size());
            }
        } catch (EOFException end) {
            throw cutOff();
        }
        return new Checked(kind, 1);
    }

    private static Refused cutOff() {
        return new Refused("truncated", "is cut off: its end is missing.");
    }

    private static Refused broken() {
        return new Refused("broken", "is damaged and can't be read.");
    }

    private void size(long width, long height) throws Refused {
        if (width < LEAST_SIDE || height < LEAST_SIDE) {
            throw new Refused("too-small", "has only " + width + " x " + height
                    + " pixels; no card can be read there.");
        }
        if (width > MOST_SIDE || height > MOST_SIDE || width * height > properties.maxPixels()) {
            throw new Refused("too-many-pixels", "has " + width + " x " + height + " pixels; at most "
                    + properties.maxPixels() / 1_000_000 + " million are accepted.");
        }
    }

    /** Segments up to the end of the picture (ITU-T T.81, annex B). */
    private void jpeg(DataInputStream in) throws IOException, Refused {
        in.readUnsignedShort();
        int scans = 0;
        boolean sized = false;
        int marker = marker(in);
        while (marker != 0xD9) {
            int length = in.readUnsignedShort() - 2;
            if (length < 0) {
                throw broken();
            }
            if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC && length >= 6) {
                in.readUnsignedByte();
                int height = in.readUnsignedShort();
                size(in.readUnsignedShort(), height);
                sized = true;
                length -= 5;
            }
            in.skipNBytes(length);
            if (marker == 0xDA) {
                if (!sized || ++scans > MAX_SCANS) {
                    throw broken();
                }
                marker = afterScan(in);
            } else {
                marker = marker(in);
            }
        }
        if (scans == 0) {
            throw broken();
        }
    }

    private static int marker(DataInputStream in) throws IOException, Refused {
        if (in.readUnsignedByte() != 0xFF) {
            throw broken();
        }
        int marker = 0xFF;
        while (marker == 0xFF) {
            marker = in.readUnsignedByte();
        }
        return marker;
    }

    /** Coded pixels, in which FF 00 is an escaped FF and FF D0 to FF D7 only restart the coder. */
    private static int afterScan(DataInputStream in) throws IOException {
        while (true) {
            if (in.readUnsignedByte() == 0xFF) {
                int next = 0xFF;
                while (next == 0xFF) {
                    next = in.readUnsignedByte();
                }
                if (next != 0 && (next < 0xD0 || next > 0xD7)) {
                    return next;
                }
            }
        }
    }

    /** Chunks up to IEND (ISO/IEC 15948, 5.3). */
    private void png(DataInputStream in) throws IOException, Refused {
        in.skipNBytes(8);
        int first = in.readInt();
        if (first != 13 || in.readInt() != 0x49484452) {
            throw broken();
        }
        size(in.readInt() & 0xFFFFFFFFL, in.readInt() & 0xFFFFFFFFL);
        in.skipNBytes(5 + 4);
        boolean data = false;
        while (true) {
            long length = in.readInt() & 0xFFFFFFFFL;
            int type = in.readInt();
            if (length > Integer.MAX_VALUE) {
                throw broken();
            }
            in.skipNBytes(length + 4);
            data |= type == 0x49444154;
            if (type == 0x49454E44) {
                if (!data) {
                    throw broken();
                }
                return;
            }
        }
    }

    /** The RIFF container says how long it is, its first chunk how large the picture is (RFC 9649, 2). */
    private void webp(DataInputStream in, long bytes) throws IOException, Refused {
        in.readInt();
        long length = Integer.reverseBytes(in.readInt()) & 0xFFFFFFFFL;
        if (length + 8 > bytes + 1) {
            throw cutOff();
        }
        in.readInt();
        int chunk = in.readInt();
        in.readInt();
        switch (chunk) {
            case 0x56503820 -> {
                in.skipNBytes(6);
                int width = Short.reverseBytes(in.readShort()) & 0x3FFF;
                size(width, Short.reverseBytes(in.readShort()) & 0x3FFF);
            }
            case 0x5650384C -> {
                in.skipNBytes(1);
                int bits = Integer.reverseBytes(in.readInt());
                size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
            }
            case 0x56503858 -> {
                in.skipNBytes(4);
                int width = triple(in) + 1;
                size(width, triple(in) + 1);
            }
            default -> throw broken();
        }
    }

    private static int triple(DataInputStream in) throws IOException {
        return in.readUnsignedByte() | in.readUnsignedByte() << 8 | in.readUnsignedByte() << 16;
    }
}
