package dev.cadenza.card;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Fonts for drawn cards, from Maven artifacts: the machine's own would make every machine measure something else. */
final class Typefaces {

    private static final String ROBOTO = "/META-INF/resources/webjars/roboto-fontface/0.10.0/fonts/";

    /** A family's plain and bold face. */
    record Family(String name, Font plain, Font bold) {
    }

    static final List<Family> ALL = List.of(
            family("Liberation Sans", "/liberation/LiberationSans-Regular.ttf", "/liberation/LiberationSans-Bold.ttf"),
            family("Liberation Serif", "/liberation/LiberationSerif-Regular.ttf",
                    "/liberation/LiberationSerif-Bold.ttf"),
            family("Roboto", ROBOTO + "roboto/Roboto-Regular.woff", ROBOTO + "roboto/Roboto-Bold.woff"),
            family("Roboto Light", ROBOTO + "roboto/Roboto-Light.woff", ROBOTO + "roboto/Roboto-Medium.woff"),
            family("Roboto Condensed", ROBOTO + "roboto-condensed/Roboto-Condensed-Regular.woff",
                    ROBOTO + "roboto-condensed/Roboto-Condensed-Bold.woff"),
            family("Roboto Slab", ROBOTO + "roboto-slab/Roboto-Slab-Regular.woff",
                    ROBOTO + "roboto-slab/Roboto-Slab-Bold.woff"));

    private Typefaces() {
    }

    private static Family family(String name, String plain, String bold) {
        return new Family(name, font(plain), font(bold));
    }

    private static Font font(String resource) {
        try (InputStream in = Typefaces.class.getResourceAsStream(resource)) {
            byte[] file = in.readAllBytes();
            return Font.createFont(Font.TRUETYPE_FONT,
                    new ByteArrayInputStream(resource.endsWith(".woff") ? unpacked(file) : file));
        } catch (IOException | FontFormatException | DataFormatException unreadable) {
            throw new UncheckedIOException(new IOException(resource, unreadable));
        }
    }

    /** A WOFF file is a TrueType font whose tables are compressed (W3C WOFF 1.0). */
    private static byte[] unpacked(byte[] woff) throws IOException, DataFormatException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(woff));
        in.readInt();
        int flavor = in.readInt();
        in.readInt();
        int tables = in.readUnsignedShort();
        in.skipBytes(44 - 14);
        List<int[]> directory = new ArrayList<>();
        for (int i = 0; i < tables; i++) {
            directory.add(new int[] {in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readInt()});
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(head);
        out.writeInt(flavor);
        out.writeShort(tables);
        int power = Integer.highestOneBit(tables);
        out.writeShort(power * 16);
        out.writeShort(Integer.numberOfTrailingZeros(power));
        out.writeShort(tables * 16 - power * 16);
        int offset = 12 + tables * 16;
        for (int[] table : directory) {
            byte[] data = new byte[table[3]];
            if (table[2] == table[3]) {
                System.arraycopy(woff, table[1], data, 0, data.length);
            } else {
                Inflater inflater = new Inflater();
                inflater.setInput(woff, table[1], table[2]);
                inflater.inflate(data);
                inflater.end();
            }
            out.writeInt(table[0]);
            out.writeInt(table[4]);
            out.writeInt(offset + body.size());
            out.writeInt(data.length);
            body.write(data);
            while (body.size() % 4 != 0) {
                body.write(0);
            }
        }
        out.write(body.toByteArray());
        return head.toByteArray();
    }
}
