package io.ringway.broker.security;

import io.ringway.broker.Access;
import io.ringway.broker.Caller;
import io.ringway.broker.Callers;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The users and tokens of a configuration.
 *
 * <p>A password that was right is remembered, so that a thousand reconnects don't cost a thousand hashes: not as it is,
 * but as an HMAC under a key that this process has made for itself.
 */
public final class Credentials implements Access, Callers {

    private static final String HMAC = "HmacSHA256";

    private final Map<String, User> users;
    private final Map<String, Caller> tokens;
    private final Map<String, byte[]> passed = new ConcurrentHashMap<>();
    private final SecretKeySpec key;
    private final String nobody;

    /**
     * Makes credentials.
     *
     * @param users who may connect over MQTT
     * @param tokens who may use REST and gRPC
     */
    public Credentials(Collection<User> users, Collection<Token> tokens) {
        this.users = users.stream().collect(Collectors.toMap(User::name, Function.identity()));
        this.tokens = tokens.stream().collect(Collectors.toMap(Token::hash, Credentials::caller));
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        key = new SecretKeySpec(secret, HMAC);
        nobody = Hashes.ofPassword(secret);
    }

    private static Caller caller(Token token) {
        return (action, queue) ->
                action == Action.ADMIN && token.queues().stream().anyMatch(pattern -> pattern.matches(queue));
    }

    @Override
    public boolean authenticate(@Nullable String name, byte @Nullable [] password) {
        if (name == null || password == null) {
            return false;
        }
        User user = users.get(name);
        byte[] mac = mac(password);
        byte[] known = passed.get(name);
        if (known != null && MessageDigest.isEqual(known, mac)) {
            return true;
        }
        // An unknown name takes as long as a wrong password, so that names cannot be guessed by the clock.
        boolean right = Hashes.isPassword(password, user == null ? nobody : user.password()) && user != null;
        if (right) {
            passed.put(name, mac);
        }
        return right;
    }

    private byte[] mac(byte[] password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(password);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean permits(@Nullable String name, Action action, String queue) {
        User user = name == null ? null : users.get(name);
        if (user == null) {
            return false;
        }
        for (Permission permission : user.permissions()) {
            if (permission.actions().contains(action) && permission.queue().matches(queue)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean areKnown() {
        return true;
    }

    @Override
    public @Nullable Caller find(@Nullable String token) {
        return token == null ? null : tokens.get(Hashes.ofToken(token));
    }
}
