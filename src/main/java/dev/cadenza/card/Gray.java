package dev.cadenza.card;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.AffineTransformOp;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/**
 * A picture in shades of grey: one byte a pixel, row by row, 0 for black and 255 for white.
 */
record Gray(int width, int height, byte[] pixels) {

    Gray {
        if (pixels.length != width * height) {
            throw new IllegalArgumentException(pixels.length + " pixels in " + width + " x " + height);
        }
    }

    /** The brightness of a picture, averaged over squares where it has more than {@code maxPixels}. */
    static Gray of(BufferedImage image, int maxPixels) {
        int square = 1;
        while ((long) (image.getWidth() / square) * (image.getHeight() / square) > maxPixels) {
            square++;
        }
        int width = Math.max(1, image.getWidth() / square);
        int height = Math.max(1, image.getHeight() / square);
        byte[] pixels = new byte[width * height];
        int[] sums = new int[width];
        // What is transparent lies on white paper.
        BufferedImage strip = new BufferedImage(image.getWidth(), square, BufferedImage.TYPE_INT_RGB);
        int[] rgb = ((DataBufferInt) strip.getRaster().getDataBuffer()).getData();
        Graphics2D graphics = strip.createGraphics();
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            int rows = Math.min(square, image.getHeight() - y * square);
            graphics.drawImage(image, 0, -y * square, Color.WHITE, null);
            for (int row = 0; row < rows; row++) {
                for (int x = 0; x < Math.min(width * square, image.getWidth()); x++) {
                    sums[x / square] += brightness(rgb[row * image.getWidth() + x]);
                }
            }
            int area = rows * Math.min(square, image.getWidth());
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = (byte) (sums[x] / area);
            }
        }
        graphics.dispose();
        return new Gray(width, height, pixels);
    }

    private static int brightness(int rgb) {
        return (299 * (rgb >> 16 & 255) + 587 * (rgb >> 8 & 255) + 114 * (rgb & 255)) / 1000;
    }

    int at(int x, int y) {
        return pixels[y * width + x] & 255;
    }

    /** Turned by an angle against the clock and scaled; what comes in from outside is white. */
    Gray transformed(double degrees, double scale) {
        if (Math.abs(degrees) < 0.05 && Math.abs(scale - 1) < 0.01) {
            return this;
        }
        double angle = Math.toRadians(-degrees);
        double sin = Math.abs(Math.sin(angle));
        double cos = Math.abs(Math.cos(angle));
        int newWidth = Math.max(1, (int) Math.ceil(scale * (width * cos + height * sin) - 1e-6));
        int newHeight = Math.max(1, (int) Math.ceil(scale * (width * sin + height * cos) - 1e-6));
        AffineTransform transform = new AffineTransform();
        transform.translate(newWidth / 2.0, newHeight / 2.0);
        transform.rotate(angle);
        transform.scale(scale, scale);
        transform.translate(-width / 2.0, -height / 2.0);
        BufferedImage target = new BufferedImage(newWidth, newHeight, BufferedImage.TYPE_BYTE_GRAY);
        new AffineTransformOp(transform,
                scale < 0.75 ? AffineTransformOp.TYPE_BILINEAR : AffineTransformOp.TYPE_BICUBIC)
                .filter(inverted().toImage(), target);
        return new Gray(newWidth, newHeight, ((DataBufferByte) target.getRaster().getDataBuffer()).getData())
                .inverted();
    }

    /** As a negative: the operation above leaves black what comes in from outside. */
    private Gray inverted() {
        byte[] negative = pixels.clone();
        for (int i = 0; i < negative.length; i++) {
            negative[i] = (byte) ~negative[i];
        }
        return new Gray(width, height, negative);
    }

    BufferedImage toImage() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        System.arraycopy(pixels, 0, ((DataBufferByte) image.getRaster().getDataBuffer()).getData(), 0, pixels.length);
        return image;
    }

    /** Half, a third, ... of each side, by averaging squares. */
    Gray reduced(int square) {
        if (square <= 1) {
            return this;
        }
        int newWidth = Math.max(1, width / square);
        int newHeight = Math.max(1, height / square);
        byte[] target = new byte[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int rows = Math.min(square, height - y * square);
                int columns = Math.min(square, width - x * square);
                int sum = 0;
                for (int row = 0; row < rows; row++) {
                    int from = (y * square + row) * width + x * square;
                    for (int at = from; at < from + columns; at++) {
                        sum += pixels[at] & 255;
                    }
                }
                target[y * newWidth + x] = (byte) (sum / (rows * columns));
            }
        }
        return new Gray(newWidth, newHeight, target);
    }

    /** Each pixel as the mean of itself and its neighbours, itself and the nearer ones counting more. */
    Gray smoothed() {
        byte[] target = pixels.clone();
        for (int y = 1; y < height - 1; y++) {
            for (int x = 1; x < width - 1; x++) {
                int sum = 4 * at(x, y) + 2 * (at(x - 1, y) + at(x + 1, y) + at(x, y - 1) + at(x, y + 1))
                        + at(x - 1, y - 1) + at(x + 1, y - 1) + at(x - 1, y + 1) + at(x + 1, y + 1);
                target[y * width + x] = (byte) (sum / 16);
            }
        }
        return new Gray(width, height, target);
    }

    int[] histogram() {
        int[] histogram = new int[256];
        for (byte pixel : pixels) {
            histogram[pixel & 255]++;
        }
        return histogram;
    }

    /** The shade that parts the dark from the light best (Otsu, 1979). Pixels below it are the dark ones. */
    int threshold() {
        int[] histogram = histogram();
        double total = 0;
        for (int i = 0; i < 256; i++) {
            total += (double) i * histogram[i];
        }
        double darkSum = 0;
        long dark = 0;
        double best = -1;
        int threshold = 128;
        for (int i = 0; i < 255; i++) {
            dark += histogram[i];
            darkSum += (double) i * histogram[i];
            long light = pixels.length - dark;
            if (dark == 0 || light == 0) {
                continue;
            }
            double difference = darkSum / dark - (total - darkSum) / light;
            double variance = (double) dark * light * difference * difference;
            if (variance > best) {
                best = variance;
                threshold = i + 1;
            }
        }
        return threshold;
    }
}
