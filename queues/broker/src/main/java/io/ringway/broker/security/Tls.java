package io.ringway.broker.security;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The certificate and the private key of the broker.
 *
 * @param keys holds both
 * @param password of the store and of the key
 */
public record Tls(KeyStore keys, String password) {

    private static final String PKCS12 = "PKCS12";

    /**
     * Reads a keystore.
     *
     * @param file in the form PKCS#12 or JKS
     * @param password of the store and of the key
     * @return the certificate and key
     * @throws IllegalArgumentException if the file cannot be read, or the password is wrong
     */
    public static Tls ofKeystore(Path file, String password) {
        try {
            KeyStore keys = KeyStore.getInstance(file.toFile(), password.toCharArray());
            return new Tls(keys, password);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the keystore " + file + " cannot be read: " + told(e), e);
        }
    }

    /**
     * Reads PEM files.
     *
     * @param certificates the certificate of the broker, then those that lead to the root
     * @param key the private key, not encrypted, in PKCS#8 or in OpenSSL's own form
     * @return the certificate and key
     * @throws IllegalArgumentException if a file cannot be read
     */
    public static Tls ofPem(Path certificates, Path key) {
        Collection<? extends Certificate> chain;
        try (InputStream in = Files.newInputStream(certificates)) {
            chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate " + certificates + " cannot be read: " + told(e), e);
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("the certificate " + certificates + " is not in PEM form");
        }
        try (BufferedReader in = Files.newBufferedReader(key, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(in)) {
            String password = Hashes.newToken();
            KeyStore keys = KeyStore.getInstance(PKCS12);
            keys.load(null, null);
            keys.setKeyEntry(
                    "broker", key(parser.readObject()), password.toCharArray(), chain.toArray(Certificate[]::new));
            return new Tls(keys, password);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the private key " + key + " cannot be read: " + told(e), e);
        }
    }

    private static PrivateKey key(Object pem) throws IOException {
        JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
        if (pem instanceof PrivateKeyInfo info) {
            return converter.getPrivateKey(info);
        }
        if (pem instanceof PEMKeyPair pair) {
            return converter.getPrivateKey(pair.getPrivateKeyInfo());
        }
        throw new IllegalArgumentException("it must be an unencrypted private key in PEM form");
    }

    private static String told(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /**
     * Writes the keys for HiveMQ, which reads them from a file. Nobody but the user of this process may read it.
     *
     * @param file the file, overwritten
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        Files.deleteIfExists(file);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            keys.store(out, password.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IOException("the keystore " + file + " cannot be written: " + e.getMessage(), e);
        }
    }
}
