package dev.cadenza.card;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Which way up a camera was held, as it notes in its JPEG files. */
final class Exif {

    private static final int ORIENTATION = 0x0112;

    private Exif() {
    }

    /** 1 to 8; 1, the normal one, where nothing is noted. */
    static int orientation(byte[] jpeg) {
        try {
            ByteBuffer file = ByteBuffer.wrap(jpeg);
            file.position(2);
            while ((file.get() & 0xFF) == 0xFF) {
                int marker = file.get() & 0xFF;
                int length = file.getShort() & 0xFFFF;
                if (marker == 0xDA || length < 2) {
                    return 1;
                }
                if (marker == 0xE1 && length > 14 && file.getInt(file.position()) == 0x45786966) {
                    return ofTiff(file.slice(file.position() + 6, length - 8));
                }
                file.position(file.position() + length - 2);
            }
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return 1;
        }
        return 1;
    }

    private static int ofTiff(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + i * 12;
            if ((tiff.getShort(entry) & 0xFFFF) == ORIENTATION) {
                return tiff.getShort(entry + 8);
            }
        }
        return 1;
    }
}
