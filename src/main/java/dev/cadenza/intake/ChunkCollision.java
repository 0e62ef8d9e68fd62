package dev.cadenza.intake;

/**
 * Somebody else changed the same leads at the same time, so that a chunk could not be written. It was rolled back and
 * can be written again.
 */
class ChunkCollision extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ChunkCollision(String what) {
        super(what);
    }

    ChunkCollision(Throwable cause) {
        super(cause);
    }
}
