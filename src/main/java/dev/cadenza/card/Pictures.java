package dev.cadenza.card;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Pictures from files and back. */
final class Pictures {

    /** What is decoded whole; of larger pictures only each second, third, ... pixel is. */
    private static final long WHOLE = 16_000_000;
    private static final int PREVIEW_SIDE = 1_200;
    private static final float PREVIEW_QUALITY = 0.8f;

    private Pictures() {
    }

    /** @throws Refused where the file can't be decoded, whatever its structure promised */
    static BufferedImage decode(byte[] file, PictureKind kind, int page, long maxPixels) throws Refused {
        try {
            if (kind == PictureKind.PDF) {
                return PdfPages.render(file, page);
            }
            BufferedImage image = read(file, kind, maxPixels);
            return kind == PictureKind.JPEG ? upright(image, Exif.orientation(file)) : image;
        } catch (IOException | RuntimeException | StackOverflowError unreadable) {
            throw new Refused("broken", "is damaged and can't be read.");
        }
    }

    private static BufferedImage read(byte[] file, PictureKind kind, long maxPixels) throws IOException, Refused {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(kind.mediaType());
        if (!readers.hasNext()) {
            throw new IllegalStateException("No reader for " + kind);
        }
        ImageReader reader = readers.next();
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels > maxPixels) {
                throw new Refused("too-many-pixels", "has too many pixels.");
            }
            ImageReadParam settings = reader.getDefaultReadParam();
            int each = (int) Math.ceil(Math.sqrt(pixels / (double) WHOLE));
            if (each > 1) {
                settings.setSourceSubsampling(each, each, 0, 0);
            }
            return reader.read(0, settings);
        } finally {
            reader.dispose();
        }
    }

    /** @param orientation 1 to 8, as cameras note it (Exif 2.32, 4.6.4) */
    private static BufferedImage upright(BufferedImage image, int orientation) {
        if (orientation < 2 || orientation > 8) {
            return image;
        }
        int width = image.getWidth();
        int height = image.getHeight();
        AffineTransform turn = switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            default -> new AffineTransform(0, -1, 1, 0, 0, width);
        };
        boolean swapped = orientation > 4;
        BufferedImage target = new BufferedImage(swapped ? height : width, swapped ? width : height,
                BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = target.createGraphics();
        graphics.drawImage(image, turn, null);
        graphics.dispose();
        return target;
    }

    /** A small JPEG for people to look at, with level lines. */
    static byte[] preview(BufferedImage image, double rotation) {
        double scale = Math.min(1, PREVIEW_SIDE / (double) Math.max(image.getWidth(), image.getHeight()));
        double angle = Math.toRadians(-rotation);
        double sin = Math.abs(Math.sin(angle));
        double cos = Math.abs(Math.cos(angle));
        int width = (int) Math.max(1, Math.round(scale * (image.getWidth() * cos + image.getHeight() * sin)));
        int height = (int) Math.max(1, Math.round(scale * (image.getWidth() * sin + image.getHeight() * cos)));
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = target.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.translate(width / 2.0, height / 2.0);
        graphics.rotate(angle);
        graphics.scale(scale, scale);
        graphics.translate(-image.getWidth() / 2.0, -image.getHeight() / 2.0);
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return jpeg(target);
    }

    private static byte[] jpeg(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try {
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(PREVIEW_QUALITY);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (var out = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(image, null, null), settings);
            }
            return bytes.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } finally {
            writer.dispose();
        }
    }
}
