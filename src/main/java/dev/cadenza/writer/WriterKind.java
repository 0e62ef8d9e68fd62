package dev.cadenza.writer;

/** Who writes. */
public enum WriterKind {
    /** The chat model of this installation ({@code cadenza.ai.*}). */
    MODEL,
    /** The embedded one, which needs nothing: it fills in the template, and can't follow a brief or a remark. */
    TEMPLATE
}
