package io.ringway.broker.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringway.broker.Access;
import io.ringway.broker.Access.Action;
import io.ringway.broker.Caller;
import io.ringway.durable.DlqConfig;
import io.ringway.durable.QueueConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {

    private static final Credentials CREDENTIALS = new Credentials(
            List.of(new User(
                    "alice",
                    Hashes.ofPassword(bytes("secret")),
                    List.of(
                            new Permission(new QueuePattern("$queue/in"), Set.of(Action.PUBLISH)),
                            new Permission(new QueuePattern("$queue/out/#"), Set.of(Action.CONSUME, Action.ADMIN))))),
            List.of(new Token("ci", Hashes.ofToken("abc"), List.of(new QueuePattern("$queue/ci/#")))));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void letsInWhoKnowsThePassword() {
        for (int i = 0; i < 2; i++) {
            assertThat(CREDENTIALS.authenticate("alice", bytes("secret"))).isTrue();
            assertThat(CREDENTIALS.authenticate("alice", bytes("Secret"))).isFalse();
        }
        assertThat(CREDENTIALS.authenticate("alice", bytes(""))).isFalse();
        assertThat(CREDENTIALS.authenticate("alice", bytes("s".repeat(1_000)))).isFalse();
        assertThat(CREDENTIALS.authenticate("alice", null)).isFalse();
        assertThat(CREDENTIALS.authenticate("bob", bytes("secret"))).isFalse();
        assertThat(CREDENTIALS.authenticate(null, bytes("secret"))).isFalse();
        assertThat(CREDENTIALS.authenticate(null, null)).isFalse();
    }

    @Test
    void permitsWhatIsConfiguredAndNothingElse() {
        assertThat(CREDENTIALS.permits("alice", Action.PUBLISH, "$queue/in")).isTrue();
        assertThat(CREDENTIALS.permits("alice", Action.CONSUME, "$queue/in")).isFalse();
        assertThat(CREDENTIALS.permits("alice", Action.ADMIN, "$queue/out/x")).isTrue();
        assertThat(CREDENTIALS.permits("alice", Action.PUBLISH, "$queue/out/x")).isFalse();
        assertThat(CREDENTIALS.permits("alice", Action.PUBLISH, "$queue/in/x")).isFalse();
        assertThat(CREDENTIALS.permits("bob", Action.PUBLISH, "$queue/in")).isFalse();
        assertThat(CREDENTIALS.permits(null, Action.PUBLISH, "$queue/in")).isFalse();
    }

    @Test
    void knowsTokensByTheirHash() {
        Caller caller = CREDENTIALS.find("abc");
        assertThat(caller.permits(Action.ADMIN, "$queue/ci/1")).isTrue();
        assertThat(caller.permits(Action.ADMIN, "$queue/other")).isFalse();
        assertThat(CREDENTIALS.find("abd")).isNull();
        assertThat(CREDENTIALS.find("")).isNull();
        assertThat(CREDENTIALS.find(null)).isNull();
        assertThat(CREDENTIALS.find(Hashes.ofToken("abc"))).isNull();
    }

    @Test
    void saltsPasswords() {
        String hash = Hashes.ofPassword(bytes("x"));
        assertThat(hash).startsWith("$2b$").isNotEqualTo(Hashes.ofPassword(bytes("x")));
        assertThat(Hashes.isPasswordHash(hash)).isTrue();
        // Published by the authors of the format for "U*U".
        assertThat(Hashes.isPassword(bytes("U*U"), "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
                .isTrue();
        assertThat(Hashes.isPasswordHash("$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"))
                .isFalse();
        assertThatThrownBy(() -> Hashes.ofPassword(new byte[73])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsNoHash() {
        assertThat(new User("a", "$2b$hash", List.of()).toString()).doesNotContain("hash");
        assertThat(new Token("a", "sha256:hash", List.of()).toString()).doesNotContain("hash");
    }

    @ParameterizedTest
    @CsvSource({
        "$queue/a,$queue/a,true",
        "$queue/a,$queue/a/b,false",
        "$queue/a,$queue/ab,false",
        "$queue/ab,$queue/a,false",
        "$queue/#,$queue/a,true",
        "$queue/#,$queue/a/b/c,true",
        "$queue/a/#,$queue/a,true",
        "$queue/a/#,$queue/a/b,true",
        "$queue/a/#,$queue/ab,false",
        "$queue/a/#,$queue/b,false",
        "$queue/+,$queue/a,true",
        "$queue/+,$queue/a/b,false",
        "$queue/+/b,$queue/a/b,true",
        "$queue/+/b,$queue/a/c,false",
        "$queue/+/b,$queue//b,false",
        "$queue/+/#,$queue/a,true",
        "$queue/+/+,$queue/a,false",
        "$queue/a+b,$queue/a+b,",
    })
    void matchesLikeATopicFilter(String pattern, String name, Boolean matches) {
        if (matches == null) {
            assertThatThrownBy(() -> new QueuePattern(pattern)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(new QueuePattern(pattern).matches(name)).isEqualTo(matches);
        }
    }

    @Test
    void keepsDeadLettersToTheirQueue() {
        assertThat(Access.ownsDeadLetters(QueueConfig.of("$queue/a/b"))).isTrue();
        assertThat(Access.ownsDeadLetters(QueueConfig.builder("$queue/a")
                        .dlqConfig(new DlqConfig(true, "$queue/b", null))
                        .build()))
                .isFalse();
    }
}
