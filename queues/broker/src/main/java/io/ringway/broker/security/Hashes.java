package io.ringway.broker.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Hashes of passwords (bcrypt, with a salt) and of tokens (SHA-256). */
public final class Hashes {

    /** The longest password in bytes: bcrypt looks at no more. */
    public static final int LONGEST_PASSWORD = 72;

    private static final int COST = 11;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern PASSWORD = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");
    private static final Pattern TOKEN = Pattern.compile("sha256:[0-9a-f]{64}");

    private Hashes() {}

    /**
     * Hashes a password with a new salt. Takes some tens of milliseconds.
     *
     * @param password from 1 to 72 bytes
     * @return the hash, with its salt and cost
     * @throws IllegalArgumentException if the password is empty or too long
     */
    public static String ofPassword(byte[] password) {
        if (password.length == 0 || password.length > LONGEST_PASSWORD) {
            throw new IllegalArgumentException("a password has from 1 to " + LONGEST_PASSWORD + " bytes");
        }
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return OpenBSDBCrypt.generate("2b", password, salt, COST);
    }

    /**
     * Compares a password with a hash.
     *
     * @param password the password
     * @param hash the hash
     * @return whether it is the password
     */
    static boolean isPassword(byte[] password, String hash) {
        return password.length > 0
                && password.length <= LONGEST_PASSWORD
                && OpenBSDBCrypt.checkPassword(hash, password.clone());
    }

    /**
     * Tells whether a text is a hash of a password that can be checked in reasonable time.
     *
     * @param text the text
     * @return whether it is bcrypt with a cost from 4 to 15
     */
    public static boolean isPasswordHash(String text) {
        Matcher matcher = PASSWORD.matcher(text);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) >= 4 && Integer.parseInt(matcher.group(1)) <= 15;
    }

    /**
     * Makes a token.
     *
     * @return 256 random bits, as text
     */
    public static String newToken() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Hashes a token.
     *
     * @param token the token
     * @return the hash
     */
    public static String ofToken(String token) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Tells whether a text is a hash of a token.
     *
     * @param text the text
     * @return whether it is
     */
    public static boolean isTokenHash(String text) {
        return TOKEN.matcher(text).matches();
    }
}
