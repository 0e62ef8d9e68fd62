package dev.cadenza.intake;

/**
 * What a row's addresses are compared and ordered by: 64-bit hashes, which are 0 where there is no such address, and
 * the beginnings of both, in the order in which an index has them.
 */
final class AddressKeys {

    // FNV-1a (RFC 9923), and its bits mixed once more, since a table's slot is taken from some of them.
    static final long EMAIL_SEED = 0xcbf29ce484222325L;
    static final long PHONE_SEED = 0x84222325cbf29ce4L;
    static final long PRIME = 0x100000001b3L;

    /** Bits of {@link #emailOrder} and {@link #phoneOrder}. */
    static final int ORDER_BITS = 44;

    private static final int EMAIL_LETTERS = 7;
    private static final int PHONE_DIGITS = 11;

    private long emailHash;
    private long phoneHash;
    private long emailOrder;
    private long phoneOrder;

    void clear() {
        emailHash = 0;
        phoneHash = 0;
        emailOrder = 0;
        phoneOrder = 0;
    }

    long emailHash() {
        return emailHash;
    }

    long phoneHash() {
        return phoneHash;
    }

    boolean none() {
        return emailHash == 0 && phoneHash == 0;
    }

    long emailOrder() {
        return emailOrder;
    }

    long phoneOrder() {
        return phoneOrder;
    }

    /** An address that was written as bytes, of which the hash was gathered on the way. */
    void email(long gathered, byte[] address, int from, int length) {
        emailHash = mixed(gathered);
        long order = 0;
        for (int i = 0; i < EMAIL_LETTERS; i++) {
            order = order << 6 | (i < length ? rank(address[from + i]) : 0);
        }
        emailOrder = order;
    }

    void email(String address) {
        emailHash = mixed(hashOf(address, EMAIL_SEED));
        long order = 0;
        for (int i = 0; i < EMAIL_LETTERS; i++) {
            order = order << 6 | (i < address.length() ? rank(address.charAt(i)) : 0);
        }
        emailOrder = order;
    }

    /** @param number E.164 */
    void phone(String number) {
        phoneHash = mixed(hashOf(number, PHONE_SEED));
        long order = 0;
        for (int i = 1; i <= PHONE_DIGITS; i++) {
            order = order << 4 | (i < number.length() ? number.charAt(i) - '0' + 1 : 0);
        }
        phoneOrder = order;
    }

    private static long hashOf(String value, long seed) {
        long hash = seed;
        for (int i = 0; i < value.length(); i++) {
            hash = (hash ^ value.charAt(i)) * PRIME;
        }
        return hash;
    }

    private static long mixed(long hash) {
        long mixed = (hash ^ hash >>> 32) * 0x9E3779B97F4A7C15L;
        mixed ^= mixed >>> 29;
        return mixed == 0 ? 1 : mixed;
    }

    private static int rank(int c) {
        return c < '0' ? 1 : c <= '9' ? c - '0' + 2 : c < 'a' ? 12 : c <= 'z' ? c - 'a' + 13 : 39;
    }
}
