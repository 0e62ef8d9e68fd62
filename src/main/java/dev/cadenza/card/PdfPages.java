package dev.cadenza.card;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.pdmodel.graphics.PDXObject;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;

/** PDF files, of which each page is a card. What they unfold to is kept in temporary files and not in memory. */
final class PdfPages {

    private static final int LONGER_SIDE = 1_800;
    private static final int MAX_DEPTH = 6;
    /** What the drawing instructions of one page may unfold to. */
    private static final long MAX_CONTENT = 32L << 20;

    private PdfPages() {
    }

    static int count(Upload file, CardProperties properties) throws Refused, IOException {
        Path copy = Files.createTempFile("card", ".pdf");
        try {
            try (InputStream in = file.open()) {
                Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            try (PDDocument document = open(copy)) {
                int pages = document.getNumberOfPages();
                if (pages < 1) {
                    throw new Refused("broken", "has no pages.");
                }
                if (pages > properties.maxPages()) {
                    throw new Refused("too-many-pages", "has " + pages + " pages; at most " + properties.maxPages()
                            + " are accepted, each with one card.");
                }
                for (PDPage page : document.getPages()) {
                    check(page, properties.maxPixels());
                }
                return pages;
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    static BufferedImage render(byte[] file, int number) throws Refused, IOException {
        Path copy = Files.createTempFile("card", ".pdf");
        try {
            Files.write(copy, file);
            try (PDDocument document = open(copy)) {
                PDRectangle box = document.getPage(number).getCropBox();
                float scale = LONGER_SIDE / Math.max(1, Math.max(box.getWidth(), box.getHeight()));
                PDFRenderer renderer = new PDFRenderer(document);
                renderer.setSubsamplingAllowed(true);
                return renderer.renderImage(number, scale, ImageType.RGB);
            }
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static PDDocument open(Path file) throws Refused, IOException {
        try {
            PDDocument document = Loader.loadPDF(file.toFile(), IOUtils.createTempFileOnlyStreamCache());
            if (document.isEncrypted() && !document.getCurrentAccessPermission().canExtractContent()) {
                document.close();
                throw new Refused("protected", "is protected against being read.");
            }
            return document;
        } catch (InvalidPasswordException locked) {
            throw new Refused("protected", "is protected by a password.");
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            throw new Refused("broken", "is damaged or cut off and can't be read.");
        }
    }

    private static void check(PDPage page, long maxPixels) throws Refused {
        try {
            long left = MAX_CONTENT;
            try (InputStream content = page.getContents()) {
                left -= unfolded(content, left);
            }
            check(page.getResources(), maxPixels, 0, Collections.newSetFromMap(new IdentityHashMap<>()), left);
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            throw new Refused("broken", "is damaged and can't be read.");
        }
    }

    private static long check(PDResources resources, long maxPixels, int depth, Set<COSBase> seen, long content)
            throws IOException, Refused {
        long left = content;
        if (resources == null || depth > MAX_DEPTH) {
            return left;
        }
        for (COSName name : resources.getXObjectNames()) {
            COSBase object = resources.getCOSObject().getCOSDictionary(COSName.XOBJECT).getDictionaryObject(name);
            if (!(object instanceof COSStream stream) || !seen.add(object)) {
                continue;
            }
            long pixels = (long) Math.max(0, stream.getInt(COSName.WIDTH, 0)) * Math.max(0,
                    stream.getInt(COSName.HEIGHT, 0));
            if (pixels > maxPixels) {
                throw new Refused("too-many-pixels", "holds a picture of " + pixels / 1_000_000
                        + " million pixels; at most " + maxPixels / 1_000_000 + " are accepted.");
            }
            if (COSName.FORM.equals(stream.getCOSName(COSName.SUBTYPE))) {
                try (InputStream in = stream.createInputStream()) {
                    left -= unfolded(in, left);
                }
                if (PDXObject.createXObject(stream, resources) instanceof PDFormXObject form) {
                    left = check(form.getResources(), maxPixels, depth + 1, seen, left);
                }
            }
        }
        return left;
    }

    private static long unfolded(InputStream in, long most) throws IOException, Refused {
        byte[] buffer = new byte[1 << 16];
        long all = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            all += read;
            if (all > most) {
                throw new Refused("too-large", "unfolds to more than " + (MAX_CONTENT >> 20) + " MB on a page.");
            }
        }
        return all;
    }
}
