package io.bighammer.plugins.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The SHA-256 of a secret: all that is kept of it. Comparing two tells nothing by the time it takes. */
final class Digest {
    private static final String PREFIX = "sha256:";
    /** Only to be cloned: looking an algorithm up costs more than digesting a key. */
    private static final MessageDigest SHA_256 = sha256();

    private final byte[] bytes;

    private Digest(byte[] bytes) {
        this.bytes = bytes;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    static Digest of(String secret) {
        try {
            MessageDigest unused = (MessageDigest) SHA_256.clone();
            return new Digest(unused.digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JDK's SHA-256 can be cloned", e);
        }
    }

    /**
     * Reads a secret of the settings, written as it is or as its digest.
     *
     * @param where for the message when it is neither
     */
    static Digest parse(String setting, String where) {
        if (setting.isBlank()) {
            throw new IllegalArgumentException(where + " is empty: give it a secret, or remove the entry");
        }
        if (!setting.startsWith(PREFIX)) {
            return of(setting);
        }
        String hex = setting.substring(PREFIX.length());
        if (!hex.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException(where + " begins with " + PREFIX
                    + " but 64 hexadecimal digits do not follow: take the output of `printf %s SECRET | sha256sum`");
        }
        return new Digest(HexFormat.of().parseHex(hex));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Digest digest && MessageDigest.isEqual(bytes, digest.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
