package dev.cadenza.draft;

/**
 * How far a review has come.
 *
 * @param undecided drafts without a decision, {@code incomplete} ones among them
 * @param incomplete undecided drafts that must be edited before they can be approved
 * @param approved approved drafts, scheduled ones among them
 */
record DraftCounts(long total, long undecided, long incomplete, long approved, long rejected) {
}
