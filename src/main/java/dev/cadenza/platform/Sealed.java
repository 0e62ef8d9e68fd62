package dev.cadenza.platform;

/** Rows with secrets that {@link SecretCipher} encrypted. Modules declare theirs as beans. */
public interface Sealed {

    /**
     * Encrypts anew what is not encrypted with the present key.
     *
     * @return how many rows
     */
    int rotate();
}
