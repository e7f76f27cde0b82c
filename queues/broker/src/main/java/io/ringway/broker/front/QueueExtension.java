package io.ringway.broker.front;

import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.async.Async;
import com.hivemq.extension.sdk.api.async.TimeoutFallback;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import io.ringway.broker.Access;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Puts the engine behind {@code $queue/...}. */
final class QueueExtension implements ExtensionMain {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Hub hub;
    private @Nullable EmbeddedHiveMQ hivemq;

    QueueExtension(Hub hub) {
        this.hub = hub;
    }

    /** To be called before the start. */
    void isIn(EmbeddedHiveMQ broker) {
        hivemq = broker;
    }

    /** The port that HiveMQ listens on; it must have started. */
    int port() {
        return Services.adminService().getServerInformation().getListener().stream()
                .findFirst()
                .orElseThrow()
                .getPort();
    }

    @Override
    public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
        if (hivemq != null) {
            hub.keepDeliveriesIn(ClientQueues.install(hivemq));
        }
        serve();
    }

    /** Registers what HiveMQ calls; to be called while the extension starts. */
    void serve() {
        if (hub.access() != Access.OPEN) {
            SimpleAuthenticator authenticator = this::authenticate;
            Services.securityRegistry().setAuthenticatorProvider(provider -> authenticator);
        }
        Services.eventRegistry().setClientLifecycleEventListener(provider -> new Client(hub));
        Services.initializerRegistry().setClientInitializer((initializer, context) -> {
            Client client = hub.clients().get(initializer.getConnectionInformation());
            if (client != null) { // else it has gone
                client.initialize(context);
            }
        });
        forgetSessionsThatEnded();
    }

    /** Off HiveMQ's threads: a salted hash takes its time, and they serve every client. */
    private void authenticate(SimpleAuthInput input, SimpleAuthOutput output) {
        ConnectPacket connect = input.getConnectPacket();
        String user = connect.getUserName().orElse(null);
        byte[] password = connect.getPassword().map(Packets::bytes).orElse(null);
        Async<SimpleAuthOutput> async = output.async(PATIENCE, TimeoutFallback.FAILURE);
        hub.authentication().execute(() -> {
            try {
                if (hub.access().authenticate(user, password)) {
                    output.authenticateSuccessfully();
                } else {
                    output.failAuthentication(
                            ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD, "the user name or password is wrong");
                }
            } finally {
                async.resume();
            }
        });
    }

    private void forgetSessionsThatEnded() {
        for (String client : hub.memberships().clients()) {
            CompletableFuture<?> unused = Services.clientService()
                    .getSession(client)
                    .thenAccept(session -> {
                        if (session.isEmpty()) {
                            hub.memberships().retain(client, java.util.Set.of());
                        }
                    });
        }
    }

    @Override
    public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}
}
