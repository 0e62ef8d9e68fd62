package dev.cadenza.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cadenza.problem.Conflict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Encrypts what has to stay secret in the database (credentials of channels, secrets of data sources, keys of sources
 * of enrichment) with AES-256 in GCM (NIST SP 800-38D): a fresh nonce of 12 bytes, then the text with its tag of 16.
 * The owner's id is authenticated with it, so secrets can't be copied from one row to another. A key's name is the
 * beginning of its SHA-256, so after a change of keys everybody knows which one fits.
 */
@Component
public class SecretCipher {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String FILE = "credentials.key";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Map<String, byte[]> keys = new LinkedHashMap<>();
    private final @Nullable String current;

    /** @throws IllegalStateException where a key is not 32 bytes as base64 */
    public SecretCipher(CredentialProperties properties, CadenzaProperties cadenza, Installation installation) {
        byte @Nullable [] key = properties.key() != null && !properties.key().isBlank()
                ? decoded(properties.key(), "cadenza.credentials.key")
                : installation.embeddedDatabase() ? fromFile(cadenza.dataDirectory()) : null;
        this.current = key == null ? null : add(key);
        for (String previous : properties.previousKeys()) {
            add(decoded(previous, "cadenza.credentials.previous-keys"));
        }
    }

    /**
     * The name of the key that encrypts.
     *
     * @throws Conflict where none is set
     */
    public String keyId() {
        if (current == null) {
            throw new Conflict("no-credentials-key", "Credentials can't be kept safely: set the environment variable "
                    + "CADENZA_CREDENTIALS_KEY to 32 random bytes as base64 (openssl rand -base64 32), the same on "
                    + "every node, and start again.");
        }
        return current;
    }

    /** @param owner the row that keeps them */
    public byte[] encrypt(UUID owner, Map<String, String> values) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        byte[] key = keys.get(keyId());
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce, owner).doFinal(JSON.writeValueAsBytes(values));
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException | JsonProcessingException impossible) {
            throw new IllegalStateException("Every Java platform has AES/GCM", impossible);
        }
    }

    /** @throws Conflict where the key is not known here, or what is stored was changed by somebody else */
    public Map<String, String> decrypt(UUID owner, String keyId, byte[] encrypted) {
        byte[] key = keys.get(keyId);
        if (key == null) {
            throw new Conflict("credentials-key-missing", "The credentials of " + owner + " were encrypted "
                    + "with the key " + keyId + ", which is set neither as cadenza.credentials.key nor among "
                    + "cadenza.credentials.previous-keys.");
        }
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(encrypted).get(nonce);
        try {
            byte[] open = cipher(Cipher.DECRYPT_MODE, key, nonce, owner)
                    .doFinal(encrypted, buffer.position(), buffer.remaining());
            return JSON.readValue(open, new TypeReference<>() { });
        } catch (GeneralSecurityException | IOException changed) {
            throw new Conflict("credentials-unreadable", "The credentials of " + owner
                    + " are not what was stored. Enter them again.");
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, UUID owner) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(ByteBuffer.allocate(16).putLong(owner.getMostSignificantBits())
                .putLong(owner.getLeastSignificantBits()).array());
        return cipher;
    }

    private String add(byte[] key) {
        try {
            String id = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key), 0, 4);
            keys.put(id, key);
            return id;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
    }

    private static byte[] decoded(String text, String property) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalStateException(property + " is not base64: make a key with openssl rand -base64 32");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException(property + " must be 32 bytes as base64, and is " + key.length
                    + ": make a key with openssl rand -base64 32");
        }
        return key;
    }

    /** Beside the database and not in it, so that a copy of the one alone tells nothing. */
    private static byte[] fromFile(Path directory) {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[KEY_BYTES];
                RANDOM.nextBytes(fresh);
                write(file, Base64.getEncoder().encodeToString(fresh));
            }
            return decoded(Files.readString(file), file.toString());
        } catch (IOException failure) {
            throw new UncheckedIOException("The key of credentials can't be kept in " + file, failure);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                    : new FileAttribute<?>[0];
        try {
            Files.createFile(file, ownerOnly);
            Files.writeString(file, text, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException quicker) {
            // an application in the same directory can't be: the database's lock sees to it
        }
    }
}
