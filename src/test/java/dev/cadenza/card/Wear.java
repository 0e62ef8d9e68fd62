package dev.cadenza.card;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.DataBufferInt;
import java.awt.image.Kernel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/**
 * What happens to a card between the printer and us: turned, photographed on a table, dark, blurred, noisy, squeezed.
 */
final class Wear {

    private Wear() {
    }

    record Worn(BufferedImage image, String how) {
    }

    static Worn any(BufferedImage card, Random random) {
        StringBuilder how = new StringBuilder();
        BufferedImage image = card;
        if (random.nextInt(3) == 0) {
            double size = 0.7 + random.nextDouble() * 0.25;
            image = scaled(image, size);
            how.append(" small %.2f".formatted(size));
        }
        int turn = random.nextInt(6);
        double angle = turn == 0 ? 90 : turn == 1 ? 180 : turn == 2 ? 270 : (random.nextDouble() - 0.5) * 24;
        boolean table = random.nextInt(3) == 0;
        image = turned(image, angle + (turn < 3 ? (random.nextDouble() - 0.5) * 4 : 0),
                table ? new Color(60 + random.nextInt(30), 45 + random.nextInt(30), 35) : null);
        how.append(" turned %.0f%s".formatted(angle, table ? " on a table" : ""));
        if (random.nextInt(3) == 0) {
            image = blurred(image);
            how.append(" blurred");
        }
        double dark = random.nextInt(2) == 0 ? 0.35 + random.nextDouble() * 0.4 : 1;
        boolean shadow = random.nextInt(3) == 0;
        int noise = random.nextInt(3) == 0 ? 6 + random.nextInt(10) : 0;
        image = lit(image, dark, shadow, noise, random);
        how.append(" light %.2f%s noise %d".formatted(dark, shadow ? " shadow" : "", noise));
        float quality = 0.35f + random.nextFloat() * 0.4f;
        how.append(" jpeg %.2f".formatted(quality));
        return new Worn(squeezed(image, quality), how.toString().strip());
    }

    static BufferedImage scaled(BufferedImage image, double size) {
        BufferedImage target = new BufferedImage((int) (image.getWidth() * size), (int) (image.getHeight() * size),
                BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = target.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, target.getWidth(), target.getHeight(), null);
        pen.dispose();
        return target;
    }

    /** @param around null for the card's own paper */
    static BufferedImage turned(BufferedImage image, double degrees, Color around) {
        double angle = Math.toRadians(degrees);
        double sin = Math.abs(Math.sin(angle));
        double cos = Math.abs(Math.cos(angle));
        int edge = around == null ? 0 : 60;
        int width = (int) (image.getWidth() * cos + image.getHeight() * sin) + 2 * edge;
        int height = (int) (image.getWidth() * sin + image.getHeight() * cos) + 2 * edge;
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = target.createGraphics();
        pen.setColor(around == null ? new Color(image.getRGB(image.getWidth() - 3, 3)) : around);
        pen.fillRect(0, 0, width, height);
        pen.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        pen.translate(width / 2.0, height / 2.0);
        pen.rotate(angle);
        pen.drawImage(image, -image.getWidth() / 2, -image.getHeight() / 2, null);
        pen.dispose();
        return target;
    }

    static BufferedImage blurred(BufferedImage image) {
        float[] kernel = {1 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 4 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 1 / 16f};
        return new ConvolveOp(new Kernel(3, 3, kernel), ConvolveOp.EDGE_NO_OP, null).filter(image, null);
    }

    static BufferedImage lit(BufferedImage image, double light, boolean shadow, int noise, Random random) {
        int width = image.getWidth();
        int[] lights = IntStream.range(0, width)
                .map(x -> (int) (256 * (shadow ? light * (0.6 + 0.4 * x / width) : light))).toArray();
        BufferedImage target = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_INT_RGB);
        int[] from = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        int[] to = ((DataBufferInt) target.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < to.length; i++) {
            int here = lights[i % width];
            int grain = noise == 0 ? 0 : (int) (random.nextGaussian() * noise);
            to[i] = channel(from[i] >> 16, here, grain) << 16 | channel(from[i] >> 8, here, grain) << 8
                    | channel(from[i], here, grain);
        }
        return target;
    }

    private static int channel(int value, int light, int grain) {
        return Math.max(0, Math.min(255, ((value & 255) * light >> 8) + grain));
    }

    static BufferedImage squeezed(BufferedImage image, float quality) {
        try {
            return ImageIO.read(new ByteArrayInputStream(jpeg(image, quality)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ImageWriteParam settings = writer.getDefaultWriteParam();
        settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
        settings.setCompressionQuality(quality);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.setOutput(ImageIO.createImageOutputStream(out));
        writer.write(null, new IIOImage(image, null, null), settings);
        writer.dispose();
        return out.toByteArray();
    }
}
