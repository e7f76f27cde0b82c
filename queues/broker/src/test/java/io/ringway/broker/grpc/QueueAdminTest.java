package io.ringway.broker.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.ringway.broker.BrokerConfig;
import io.ringway.broker.Latency;
import io.ringway.broker.grpc.v1.CreateQueueRequest;
import io.ringway.broker.grpc.v1.DeleteQueueRequest;
import io.ringway.broker.grpc.v1.GetQueueRequest;
import io.ringway.broker.grpc.v1.GetQueueStatsRequest;
import io.ringway.broker.grpc.v1.Limits;
import io.ringway.broker.grpc.v1.ListConsumersRequest;
import io.ringway.broker.grpc.v1.ListDeadLettersRequest;
import io.ringway.broker.grpc.v1.ListDeadLettersResponse;
import io.ringway.broker.grpc.v1.ListQueuesRequest;
import io.ringway.broker.grpc.v1.PurgeDeadLettersRequest;
import io.ringway.broker.grpc.v1.PurgeQueueRequest;
import io.ringway.broker.grpc.v1.QueueAdminGrpc;
import io.ringway.broker.grpc.v1.QueueAdminGrpc.QueueAdminBlockingStub;
import io.ringway.broker.grpc.v1.QueueConfig;
import io.ringway.broker.grpc.v1.RetryDeadLetterRequest;
import io.ringway.broker.grpc.v1.UpdateQueueRequest;
import io.ringway.broker.security.Credentials;
import io.ringway.broker.security.Hashes;
import io.ringway.broker.security.QueuePattern;
import io.ringway.broker.security.Token;
import io.ringway.durable.Delivery;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.Message;
import io.ringway.durable.SubscribeOptions;
import io.ringway.durable.Subscription;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueAdminTest {

    private static final String QUEUE = "$queue/mine/tasks";

    @TempDir
    static Path data;

    private static DurableQueues queues;
    private static GrpcFront front;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() {
        queues = DurableQueues.open(data);
        Credentials credentials = new Credentials(
                List.of(),
                List.of(new Token("t", Hashes.ofToken("token"), List.of(new QueuePattern("$queue/mine/#")))));
        front = GrpcFront.start(
                queues,
                credentials,
                queue -> new Latency(0.001, 0.002, 0.003),
                BrokerConfig.Limits.DEFAULT,
                null,
                "127.0.0.1",
                0);
        channel = NettyChannelBuilder.forAddress("127.0.0.1", front.port())
                .usePlaintext()
                .build();
    }

    @AfterAll
    static void stop() {
        channel.shutdownNow();
        front.close();
        queues.close();
    }

    private static QueueAdminBlockingStub stub(String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return QueueAdminGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static void refuses(Status.Code code, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
    }

    @Test
    void administersAQueue() throws Exception {
        QueueAdminBlockingStub admin = stub("token");
        QueueConfig config = admin.createQueue(CreateQueueRequest.newBuilder()
                        .setConfig(QueueConfig.newBuilder().setName(QUEUE).setPartitions(1))
                        .build())
                .getConfig();
        assertThat(io.ringway.durable.QueueConfig.fromMap(Messages.map(config))).isEqualTo(queues.get(QUEUE));

        admin.updateQueue(UpdateQueueRequest.newBuilder()
                .setConfig(QueueConfig.newBuilder()
                        .setName(QUEUE)
                        .setLimits(Limits.newBuilder().setMaxQueueDepth(9)))
                .build());
        assertThat(queues.get(QUEUE).limits().maxQueueDepth()).isEqualTo(9);
        assertThat(queues.get(QUEUE).partitions()).isEqualTo(1);

        queues.publish(QUEUE, Message.of(new byte[] {7})).get();
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        try (Subscription ignored = queues.subscribe(QUEUE, "g", "c", SubscribeOptions.DEFAULT, deliveries::add)) {
            assertThat(admin.listConsumers(ListConsumersRequest.newBuilder()
                                    .setName(QUEUE)
                                    .build())
                            .getGroups(0)
                            .getConsumers(0)
                            .getConsumerId())
                    .isEqualTo("c");
            deliveries.take().reject("no").get();
        }
        ListDeadLettersResponse letters = admin.listDeadLetters(
                ListDeadLettersRequest.newBuilder().setName(QUEUE).build());
        assertThat(letters.getDeadLetters(0).getPayload().toByteArray()).containsExactly(7);
        assertThat(letters.getDeadLetters(0).getReason()).isEqualTo("rejected");
        assertThat(admin.retryDeadLetter(RetryDeadLetterRequest.newBuilder()
                                .setName(QUEUE)
                                .setId(letters.getDeadLetters(0).getId())
                                .build())
                        .getMessageId())
                .isNotEmpty();
        assertThat(admin.getQueueStats(
                                GetQueueStatsRequest.newBuilder().setName(QUEUE).build())
                        .getDepth())
                .isEqualTo(1);
        assertThat(admin.purgeQueue(
                                PurgeQueueRequest.newBuilder().setName(QUEUE).build())
                        .getPurged())
                .isEqualTo(1);
        assertThat(admin.purgeDeadLetters(PurgeDeadLettersRequest.newBuilder()
                                .setName(QUEUE)
                                .build())
                        .getPurged())
                .isZero();
        assertThat(admin.listQueues(ListQueuesRequest.getDefaultInstance()).getQueuesList())
                .singleElement()
                .satisfies(queue -> assertThat(queue.getConfig().getName()).isEqualTo(QUEUE));

        refuses(
                Status.Code.ALREADY_EXISTS,
                () -> admin.createQueue(CreateQueueRequest.newBuilder()
                        .setConfig(QueueConfig.newBuilder().setName(QUEUE))
                        .build()));
        refuses(
                Status.Code.INVALID_ARGUMENT,
                () -> admin.createQueue(CreateQueueRequest.newBuilder()
                        .setConfig(QueueConfig.newBuilder()
                                .setName("$queue/mine/x")
                                .setPartitions(-1))
                        .build()));
        admin.deleteQueue(DeleteQueueRequest.newBuilder().setName(QUEUE).build());
        refuses(
                Status.Code.NOT_FOUND,
                () -> admin.getQueue(GetQueueRequest.newBuilder().setName(QUEUE).build()));
    }

    @Test
    void wantsATokenThatMayDoIt() {
        GetQueueRequest request =
                GetQueueRequest.newBuilder().setName("$queue/theirs").build();
        refuses(Status.Code.PERMISSION_DENIED, () -> stub("token").getQueue(request));
        refuses(Status.Code.UNAUTHENTICATED, () -> stub("wrong").getQueue(request));
        refuses(
                Status.Code.UNAUTHENTICATED,
                () -> QueueAdminGrpc.newBlockingStub(channel).getQueue(request));
    }
}
