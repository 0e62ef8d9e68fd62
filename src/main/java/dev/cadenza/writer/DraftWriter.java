package dev.cadenza.writer;

import dev.cadenza.draft.WrittenText;

/** Writes one draft for one lead. May take as long as a model does: never called within a transaction. */
interface DraftWriter {

    WriterKind kind();

    /**
     * @param budget takes what it costs
     * @throws dev.cadenza.model.ModelUnavailable where nothing was written and it may be tried again
     * @throws CapReached where the budget does not reach for it
     */
    WrittenText write(WriteRequest request, Budget budget);
}
