package dev.cadenza.access;

/**
 * A kind of row that has an owner, or that belongs to a row that has one. Modules declare theirs as beans.
 *
 * @param path the word after {@code /api/v1/}, such as {@code campaigns}
 * @param word what people call one
 * @param ownerRow SQL for the id of the row that has the owner, with one {@code ?} for the id in the path
 * @param shareable whether it is itself what has the owner
 */
public record OwnedKind(String path, String word, String ownerRow, boolean shareable) {

    /** A table whose rows have owners. */
    public static OwnedKind rows(String path, String word, String table) {
        return new OwnedKind(path, word, "select id from " + table + " where id = ?", true);
    }

    /** A table whose rows belong to rows with owners, named by a column. */
    public static OwnedKind belonging(String path, String word, String table, String column) {
        return new OwnedKind(path, word, "select " + column + " from " + table + " where id = ?", false);
    }
}
