package io.bighammer.core.config;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The certificates and keys of a PEM file (RFC 7468). What is wrong with it is thrown as IllegalArgumentException, with a message that
 * follows the key which names the file.
 *
 * @param shown how messages name the file
 */
record PemFile(String shown, List<Block> blocks) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> CERTIFICATE = List.of("CERTIFICATE", "X509 CERTIFICATE");
    private static final String PKCS8 = "PRIVATE KEY";
    private static final String PRIVATE = " PRIVATE KEY";
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private record Block(String label, String text) {

        boolean isCertificate() {
            return CERTIFICATE.contains(label);
        }

        boolean isKey() {
            return label.equals(PKCS8) || label.endsWith(PRIVATE);
        }

        boolean isEncrypted() {
            return label.startsWith("ENCRYPTED") || text.contains("ENCRYPTED");
        }

        byte[] bytes() {
            return Base64.getMimeDecoder().decode(text);
        }
    }

    static PemFile read(Path file, String shown) {
        try {
            List<Block> blocks = new ArrayList<>();
            Matcher found = BLOCK.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
            while (found.find()) {
                blocks.add(new Block(found.group(1), found.group(2)));
            }
            return new PemFile(shown, blocks);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no file " + shown);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(
                    shown + " cannot be read by the user " + System.getProperty("user.name"));
        } catch (IOException e) {
            throw new IllegalArgumentException(shown + " cannot be read: " + e.getMessage());
        }
    }

    /** At least one. */
    List<X509Certificate> certificates() {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks) {
            if (block.isCertificate()) {
                found.add(certificate(block));
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    shown + " has no certificate in it; a PEM file has -----BEGIN CERTIFICATE-----");
        }
        return found;
    }

    private X509Certificate certificate(Block block) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.bytes()));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IllegalArgumentException(shown + " has a certificate that is damaged");
        }
    }

    /** The private key of this certificate. */
    PrivateKey key(X509Certificate certificate) {
        Block block = blocks.stream()
                .filter(Block::isKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        shown + " has no private key in it; a PEM file has -----BEGIN PRIVATE KEY-----"));
        if (block.isEncrypted()) {
            throw new IllegalArgumentException(shown
                    + " is encrypted; let \"openssl pkey -in FILE -out NEW\" write one that is not, and guard it well");
        }
        PublicKey counterpart = certificate.getPublicKey();
        try {
            byte[] bytes = block.label().equals(PKCS8) ? block.bytes() : wrapped(block.bytes(), counterpart);
            PrivateKey key =
                    KeyFactory.getInstance(counterpart.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            if (isPair(key, counterpart)) {
                return key;
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(notTheKey(), e);
        }
        throw new IllegalArgumentException(notTheKey());
    }

    private String notTheKey() {
        return shown + " is not the key of the certificate";
    }

    private static boolean isPair(PrivateKey key, PublicKey counterpart) throws GeneralSecurityException {
        String type = counterpart.getAlgorithm();
        Signature signature = Signature.getInstance(
                switch (type) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> type;
                });
        byte[] sample = {1, 2, 3};
        signature.initSign(key);
        signature.update(sample);
        byte[] signed = signature.sign();
        signature.initVerify(counterpart);
        signature.update(sample);
        return signature.verify(signed);
    }

    /**
     * A key in the older forms, PKCS #1 and SEC 1, in that of PKCS #8, the one that Java reads: the same bytes, after a description of
     * the algorithm. The certificate has that, first in its public key.
     */
    private static byte[] wrapped(byte[] key, PublicKey counterpart) {
        byte[] described = counterpart.getEncoded();
        int begin = headerLength(described, 0);
        int end = begin + headerLength(described, begin) + contentLength(described, begin);
        byte[] algorithm = Arrays.copyOfRange(described, begin, end);
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
    }

    private static int headerLength(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return first < 0x80 ? 2 : 2 + (first & 0x7F);
    }

    private static int contentLength(byte[] der, int at) {
        int header = headerLength(der, at);
        int length = header == 2 ? der[at + 1] : 0;
        for (int i = 2; i < header; i++) {
            length = length << 8 | der[at + i] & 0xFF;
        }
        return length;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream der = new ByteArrayOutputStream(length + 4);
        der.write(tag);
        if (length >= 0x100) {
            der.write(0x82);
            der.write(length >> 8);
        } else if (length >= 0x80) {
            der.write(0x81);
        }
        der.write(length);
        Arrays.stream(parts).forEach(der::writeBytes);
        return der.toByteArray();
    }
}
