package dev.cadenza.compiler.layout;

/** In pixels; y grows downwards. */
public record Point(int x, int y) {
}
