package io.ringway.broker.security;

import java.util.List;

/**
 * Somebody who connects over MQTT.
 *
 * @param name the user name
 * @param password a bcrypt hash
 * @param permissions what the user may do; anything else is refused
 */
public record User(String name, String password, List<Permission> permissions) {

    /**
     * Makes a user.
     *
     * @param name the user name
     * @param password a bcrypt hash
     * @param permissions what the user may do
     */
    public User {
        permissions = List.copyOf(permissions);
    }

    /** Leaves the hash out: it must not reach a log. */
    @Override
    public String toString() {
        return "User[" + name + ", " + permissions + "]";
    }
}
