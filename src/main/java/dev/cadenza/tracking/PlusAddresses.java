package dev.cadenza.tracking;

import dev.cadenza.platform.Keys;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses of our mailbox that say which message a mail answers: {@code replies+rTOKEN@example.com} (RFC 5233,
 * subaddressing). The token is the message's id and the first 128 bits of an HMAC-SHA256, in base 32 and lower case,
 * because some mail systems change the case of addresses.
 */
public class PlusAddresses {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int TOKEN_BYTES = 32;
    private static final int TOKEN_LENGTH = 52;
    /** RFC 5321, section 4.5.3.1.1. */
    private static final int MAX_LOCAL_PART = 64;
    private static final Pattern TOKEN = Pattern.compile(
            "\\+([rbu])([a-z2-7]{" + TOKEN_LENGTH + "})@", Pattern.CASE_INSENSITIVE);

    private final byte[] key;
    private final Optional<String> mailbox;

    PlusAddresses(byte[] key, Optional<String> mailbox) {
        this.key = key.clone();
        this.mailbox = mailbox;
    }

    /** What a mail to the address means. */
    public enum Purpose {
        /** An answer: the address stands in Reply-To. */
        REPLY('r'),
        /** Something that a machine sent back: the address is the envelope's sender (VERP). */
        RETURN('b'),
        /** A request to be left alone: the address stands in List-Unsubscribe. */
        UNSUBSCRIBE('u');

        private final char letter;

        Purpose(char letter) {
            this.letter = letter;
        }

        private static Purpose of(char letter) {
            return Arrays.stream(values()).filter(p -> p.letter == letter).findFirst().orElseThrow();
        }
    }

    /** What the token of an address says; its signature has been checked. */
    public record Token(Purpose purpose, UUID messageId) {
    }

    /** Empty where no mailbox for answers is configured, or its name leaves no room for a token. */
    public Optional<String> of(Purpose purpose, UUID messageId) {
        return mailbox.flatMap(address -> {
            int at = address.lastIndexOf('@');
            String local = address.substring(0, at) + "+" + purpose.letter + encode(token(purpose, messageId));
            return local.length() > MAX_LOCAL_PART ? Optional.empty() : Optional.of(local + address.substring(at));
        });
    }

    /** The first genuine token in the text of an address header. */
    public Optional<Token> find(String header) {
        Matcher matcher = TOKEN.matcher(header);
        while (matcher.find()) {
            Purpose purpose = Purpose.of(Character.toLowerCase(matcher.group(1).charAt(0)));
            byte[] bytes = decode(matcher.group(2).toLowerCase(Locale.ROOT));
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            UUID messageId = new UUID(buffer.getLong(), buffer.getLong());
            if (MessageDigest.isEqual(bytes, token(purpose, messageId))) {
                return Optional.of(new Token(purpose, messageId));
            }
        }
        return Optional.empty();
    }

    private byte[] token(Purpose purpose, UUID messageId) {
        byte[] signed = ByteBuffer.allocate(18).put((byte) '+').put((byte) purpose.letter)
                .putLong(messageId.getMostSignificantBits()).putLong(messageId.getLeastSignificantBits()).array();
        return ByteBuffer.allocate(TOKEN_BYTES).put(signed, 2, 16).put(Keys.hmac(key, signed), 0, 16).array();
    }

    private static String encode(byte[] bytes) {
        StringBuilder out = new StringBuilder(TOKEN_LENGTH);
        int buffer = 0;
        int bits = 0;
        for (byte b : bytes) {
            buffer = buffer << 8 | b & 0xFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                out.append(ALPHABET.charAt(buffer >> bits & 31));
            }
        }
        return bits == 0 ? out.toString() : out.append(ALPHABET.charAt(buffer << 5 - bits & 31)).toString();
    }

    private static byte[] decode(String text) {
        ByteBuffer out = ByteBuffer.allocate(TOKEN_BYTES);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < text.length(); i++) {
            buffer = buffer << 5 | ALPHABET.indexOf(text.charAt(i));
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                out.put((byte) (buffer >> bits));
            }
        }
        return out.array();
    }
}
