package io.ringway.broker.grpc;

import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.Channel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.Callers;
import io.ringway.broker.Latency;
import io.ringway.broker.QueueLimit;
import io.ringway.broker.security.Tls;
import io.ringway.durable.DurableQueues;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** The gRPC server of the broker. */
public final class GrpcFront implements AutoCloseable {

    private static final int THREADS = 8;
    private static final int CALLS_PER_CONNECTION = 100;

    private final Server server;
    private final ExecutorService workers;
    private final NioEventLoopGroup loop;

    private GrpcFront(Server server, ExecutorService workers, NioEventLoopGroup loop) {
        this.server = server;
        this.workers = workers;
        this.loop = loop;
    }

    /**
     * Starts to listen.
     *
     * @param queues the engine
     * @param callers who a bearer token belongs to
     * @param latency the delivery latency of a queue
     * @param limits what is taken from outside
     * @param tls the certificate, or null for none
     * @param bind the address to listen on
     * @param port the port, or 0 for any free one
     * @return the server, listening
     */
    public static GrpcFront start(
            DurableQueues queues,
            Callers callers,
            Function<String, Latency> latency,
            BrokerConfig.Limits limits,
            @Nullable Tls tls,
            String bind,
            int port) {
        ExecutorService workers = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "grpc");
            thread.setDaemon(true);
            return thread;
        });
        NioEventLoopGroup loop = new NioEventLoopGroup(1, work -> {
            Thread thread = new Thread(work, "grpc-io");
            thread.setDaemon(true);
            return thread;
        });
        try {
            NettyServerBuilder builder = NettyServerBuilder.forAddress(new InetSocketAddress(bind, port))
                    .bossEventLoopGroup(loop)
                    .workerEventLoopGroup(loop)
                    .channelFactory(() -> new LimitedServerChannel(limits.httpConnections()))
                    .executor(workers)
                    .maxInboundMessageSize(limits.bodySize())
                    .maxInboundMetadataSize(limits.headerSize())
                    .maxConcurrentCallsPerConnection(CALLS_PER_CONNECTION)
                    .maxConnectionIdle(limits.idleTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .addService(new QueueAdminService(queues, new QueueLimit(queues, limits.queues()), latency))
                    .intercept(new Bearer(callers));
            if (tls != null) {
                builder.sslContext(context(tls));
            }
            return new GrpcFront(builder.build().start(), workers, loop);
        } catch (IOException e) {
            stop(workers, loop);
            throw new IllegalStateException(
                    "gRPC cannot listen on " + bind + ":" + port + ": the port is in use or not allowed;"
                            + " choose another one (ports.grpc, --grpc-port)",
                    e);
        } catch (GeneralSecurityException e) {
            stop(workers, loop);
            throw new IllegalStateException("gRPC cannot use the certificate: " + e.getMessage(), e);
        }
    }

    private static SslContext context(Tls tls) throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(tls.keys(), tls.password().toCharArray());
        return GrpcSslContexts.configure(SslContextBuilder.forServer(keys)).build();
    }

    /**
     * Returns the port.
     *
     * @return the port that is listened on
     */
    public int port() {
        return server.getPort();
    }

    /** Stops to listen; calls under way have two seconds. */
    @Override
    public void close() {
        try {
            if (!server.shutdown().awaitTermination(2, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        } finally {
            stop(workers, loop);
        }
    }

    private static void stop(ExecutorService workers, NioEventLoopGroup loop) {
        workers.shutdown();
        Future<?> unused = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Refuses connections beyond a number, which gRPC itself has no option for. */
    private static final class LimitedServerChannel extends NioServerSocketChannel {

        private final int most;
        private int open;

        LimitedServerChannel(int most) {
            this.most = most;
        }

        /** In the event loop, where connections of this server also end: it has one thread. */
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int count = super.doReadMessages(accepted);
            if (count < 1) {
                return count;
            }
            Channel channel = (Channel) accepted.get(accepted.size() - 1);
            if (open >= most) {
                accepted.remove(accepted.size() - 1);
                channel.unsafe().closeForcibly();
                return 0;
            }
            open++;
            channel.closeFuture().addListener(closed -> open--);
            return count;
        }
    }
}
