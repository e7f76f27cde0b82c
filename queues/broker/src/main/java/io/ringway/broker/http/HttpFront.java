package io.ringway.broker.http;

import io.ringway.broker.BrokerConfig;
import io.ringway.broker.Callers;
import io.ringway.broker.Latency;
import io.ringway.broker.QueueLimit;
import io.ringway.broker.security.Tls;
import io.ringway.durable.DurableQueues;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The HTTP server of the broker. */
public final class HttpFront implements AutoCloseable {

    private static final int THREADS = 32;

    private final Server server;
    private final ServerConnector connector;

    private HttpFront(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Starts to listen.
     *
     * @param queues the engine
     * @param callers who a bearer token belongs to; takes null for no token, and returns null to refuse it
     * @param latency the delivery latency of a queue
     * @param limits what is taken from outside
     * @param ready whether the whole broker serves
     * @param figures the text of {@code /metrics}
     * @param tls the certificate, or null for none
     * @param bind the address to listen on
     * @param port the port, or 0 for any free one
     * @return the server, listening
     */
    public static HttpFront start(
            DurableQueues queues,
            Callers callers,
            Function<String, Latency> latency,
            BrokerConfig.Limits limits,
            BooleanSupplier ready,
            Supplier<String> figures,
            @Nullable Tls tls,
            String bind,
            int port) {
        List<Route> routes = routes(queues, latency, limits, ready, figures);
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        Server server = new Server(threads);
        ServerConnector connector = connector(server, limits, tls);
        connector.setHost(bind);
        connector.setPort(port);
        connector.setIdleTimeout(limits.idleTimeout().toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.httpConnections(), connector));
        server.setHandler(new Gate(routes, callers, limits.bodySize()));
        server.setErrorHandler(new JsonErrors());
        try {
            server.start();
        } catch (Exception e) {
            stop(server);
            throw new IllegalStateException(
                    e instanceof BindException || e.getCause() instanceof BindException
                            ? "HTTP cannot listen on " + bind + ":" + port + ": the port is in use or not allowed;"
                                    + " choose another one (ports.http, --http-port)"
                            : "HTTP cannot start on " + bind + ":" + port + ": " + e.getMessage(),
                    e);
        }
        return new HttpFront(server, connector);
    }

    static List<Route> routes(
            DurableQueues queues,
            Function<String, Latency> latency,
            BrokerConfig.Limits limits,
            BooleanSupplier ready,
            Supplier<String> figures) {
        List<Route> routes = new ArrayList<>();
        routes.addAll(new QueueRoutes(queues, new QueueLimit(queues, limits.queues()), latency).routes());
        routes.addAll(new OperationRoutes(ready, figures).routes());
        return routes;
    }

    private static ServerConnector connector(Server server, BrokerConfig.Limits limits, @Nullable Tls tls) {
        HttpConfiguration configuration = http(limits);
        if (tls == null) {
            return new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration));
        }
        // Clients may name the broker by its address, which a certificate rarely does.
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        configuration.addCustomizer(customizer);
        SslContextFactory.Server context = new SslContextFactory.Server();
        context.setKeyStore(tls.keys());
        context.setKeyStorePassword(tls.password());
        return new ServerConnector(
                server,
                1,
                1,
                AbstractConnectionFactory.getFactories(context, new HttpConnectionFactory(configuration)));
    }

    private static HttpConfiguration http(BrokerConfig.Limits limits) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(limits.headerSize());
        // The name of a queue is one level of the path, with its slashes encoded. Routes are matched before decoding.
        http.setUriCompliance(UriCompliance.RFC3986.with(
                "QUEUES",
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        return http;
    }

    /**
     * Returns the port.
     *
     * @return the port that is listened on
     */
    public int port() {
        return connector.getLocalPort();
    }

    /** False while there are as many connections as there may be. */
    boolean isAccepting() {
        return connector.isAccepting();
    }

    /** Stops to listen. */
    @Override
    public void close() {
        stop(server);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("HTTP cannot stop: " + e.getMessage(), e);
        }
    }
}
