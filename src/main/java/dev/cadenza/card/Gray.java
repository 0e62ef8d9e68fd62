package dev.cadenza.card;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
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
        int[] rgb = new int[image.getWidth() * square];
        int[] sums = new int[width];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            int rows = Math.min(square, image.getHeight() - y * square);
            image.getRGB(0, y * square, image.getWidth(), rows, rgb, 0, image.getWidth());
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
        return new Gray(width, height, pixels);
    }

    /** What is transparent lies on white paper. */
    private static int brightness(int argb) {
        int alpha = argb >>> 24;
        int value = (299 * (argb >> 16 & 255) + 587 * (argb >> 8 & 255) + 114 * (argb & 255)) / 1000;
        return alpha == 255 ? value : (value * alpha + 255 * (255 - alpha)) / 255;
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
        BufferedImage target = new BufferedImage(newWidth, newHeight, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D graphics = target.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, newWidth, newHeight);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, scale < 0.75
                ? RenderingHints.VALUE_INTERPOLATION_BILINEAR : RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        AffineTransform transform = new AffineTransform();
        transform.translate(newWidth / 2.0, newHeight / 2.0);
        transform.rotate(angle);
        transform.scale(scale, scale);
        transform.translate(-width / 2.0, -height / 2.0);
        graphics.drawImage(toImage(), transform, null);
        graphics.dispose();
        return new Gray(newWidth, newHeight, ((DataBufferByte) target.getRaster().getDataBuffer()).getData());
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
                int sum = 0;
                int count = 0;
                for (int dy = 0; dy < square && y * square + dy < height; dy++) {
                    for (int dx = 0; dx < square && x * square + dx < width; dx++) {
                        sum += at(x * square + dx, y * square + dy);
                        count++;
                    }
                }
                target[y * newWidth + x] = (byte) (sum / Math.max(1, count));
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
