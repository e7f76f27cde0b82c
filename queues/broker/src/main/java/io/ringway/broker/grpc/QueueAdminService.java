package io.ringway.broker.grpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.ringway.broker.Access;
import io.ringway.broker.Caller;
import io.ringway.broker.DeadLetterPage;
import io.ringway.broker.Latency;
import io.ringway.broker.QueueLimit;
import io.ringway.broker.grpc.v1.CreateQueueRequest;
import io.ringway.broker.grpc.v1.DeleteQueueRequest;
import io.ringway.broker.grpc.v1.DeleteQueueResponse;
import io.ringway.broker.grpc.v1.GetQueueRequest;
import io.ringway.broker.grpc.v1.GetQueueStatsRequest;
import io.ringway.broker.grpc.v1.ListConsumersRequest;
import io.ringway.broker.grpc.v1.ListConsumersResponse;
import io.ringway.broker.grpc.v1.ListDeadLettersRequest;
import io.ringway.broker.grpc.v1.ListDeadLettersResponse;
import io.ringway.broker.grpc.v1.ListQueuesRequest;
import io.ringway.broker.grpc.v1.ListQueuesResponse;
import io.ringway.broker.grpc.v1.PurgeDeadLettersRequest;
import io.ringway.broker.grpc.v1.PurgeQueueRequest;
import io.ringway.broker.grpc.v1.PurgeResponse;
import io.ringway.broker.grpc.v1.Queue;
import io.ringway.broker.grpc.v1.QueueAdminGrpc;
import io.ringway.broker.grpc.v1.QueueStats;
import io.ringway.broker.grpc.v1.RetryDeadLetterRequest;
import io.ringway.broker.grpc.v1.RetryDeadLetterResponse;
import io.ringway.broker.grpc.v1.UpdateQueueRequest;
import io.ringway.durable.DurableException;
import io.ringway.durable.DurableQueueStats;
import io.ringway.durable.DurableQueues;
import io.ringway.durable.EngineClosedException;
import io.ringway.durable.InvalidConfigException;
import io.ringway.durable.InvalidRequestException;
import io.ringway.durable.QueueConfig;
import io.ringway.durable.QueueExistsException;
import io.ringway.durable.QueueFullException;
import io.ringway.durable.UnknownGroupException;
import io.ringway.durable.UnknownMessageException;
import io.ringway.durable.UnknownQueueException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code QueueAdmin} of {@code queue_admin.proto}. */
final class QueueAdminService extends QueueAdminGrpc.QueueAdminImplBase {

    private static final Logger LOG = LoggerFactory.getLogger(QueueAdminService.class);

    /** Clients take 4 MiB at most unless told otherwise. */
    private static final int PAGE_BYTES = 3 << 20;

    private final DurableQueues queues;
    private final QueueLimit limit;
    private final Function<String, Latency> latency;

    QueueAdminService(DurableQueues queues, QueueLimit limit, Function<String, Latency> latency) {
        this.queues = queues;
        this.limit = limit;
        this.latency = latency;
    }

    @Override
    public void createQueue(CreateQueueRequest request, StreamObserver<Queue> answer) {
        answer(answer, () -> {
            QueueConfig config = QueueConfig.fromMap(Messages.map(request.getConfig()));
            requireBoth(config);
            limit.create(config);
            return queue(config.name());
        });
    }

    @Override
    public void listQueues(ListQueuesRequest request, StreamObserver<ListQueuesResponse> answer) {
        answer(answer, () -> {
            var stats =
                    queues.stats().stream().collect(Collectors.toMap(DurableQueueStats::queue, Function.identity()));
            ListQueuesResponse.Builder list = ListQueuesResponse.newBuilder();
            for (QueueConfig config : queues.list()) {
                // A queue may have come or gone between the two questions.
                DurableQueueStats known = stats.get(config.name());
                if (known != null && caller().permits(Access.Action.ADMIN, config.name())) {
                    list.addQueues(Queue.newBuilder()
                            .setConfig(Messages.config(config))
                            .setStats(Messages.stats(known, latency.apply(config.name()))));
                }
            }
            return list.build();
        });
    }

    @Override
    public void getQueue(GetQueueRequest request, StreamObserver<Queue> answer) {
        answer(answer, () -> queue(require(request.getName())));
    }

    @Override
    public void updateQueue(UpdateQueueRequest request, StreamObserver<Queue> answer) {
        answer(answer, () -> {
            String name = require(request.getConfig().getName());
            QueueConfig config = queues.get(name).with(Messages.map(request.getConfig()));
            requireBoth(config);
            limit.update(config);
            return queue(name);
        });
    }

    @Override
    public void deleteQueue(DeleteQueueRequest request, StreamObserver<DeleteQueueResponse> answer) {
        answer(answer, () -> {
            queues.delete(require(request.getName()));
            return DeleteQueueResponse.getDefaultInstance();
        });
    }

    @Override
    public void getQueueStats(GetQueueStatsRequest request, StreamObserver<QueueStats> answer) {
        answer(answer, () -> stats(require(request.getName())));
    }

    @Override
    public void listConsumers(ListConsumersRequest request, StreamObserver<ListConsumersResponse> answer) {
        answer(
                answer,
                () -> ListConsumersResponse.newBuilder()
                        .addAllGroups(stats(require(request.getName())).getGroupsList())
                        .build());
    }

    @Override
    public void purgeQueue(PurgeQueueRequest request, StreamObserver<PurgeResponse> answer) {
        answer(
                answer,
                () -> PurgeResponse.newBuilder()
                        .setPurged(queues.purge(require(request.getName())))
                        .build());
    }

    @Override
    public void listDeadLetters(ListDeadLettersRequest request, StreamObserver<ListDeadLettersResponse> answer) {
        answer(answer, () -> {
            String queue = require(request.getName());
            int most = request.getLimit() == 0 ? 100 : request.getLimit();
            String after = request.getAfter().isEmpty() ? null : request.getAfter();
            DeadLetterPage page = DeadLetterPage.read(queues, queue, after, most, PAGE_BYTES);
            ListDeadLettersResponse.Builder list = ListDeadLettersResponse.newBuilder();
            page.letters().forEach(letter -> list.addDeadLetters(Messages.letter(letter)));
            if (page.next() != null) {
                list.setNext(page.next());
            }
            return list.build();
        });
    }

    @Override
    public void retryDeadLetter(RetryDeadLetterRequest request, StreamObserver<RetryDeadLetterResponse> answer) {
        answer(
                answer,
                () -> RetryDeadLetterResponse.newBuilder()
                        .setMessageId(queues.retryDeadLetter(require(request.getName()), request.getId()))
                        .build());
    }

    @Override
    public void purgeDeadLetters(PurgeDeadLettersRequest request, StreamObserver<PurgeResponse> answer) {
        answer(
                answer,
                () -> PurgeResponse.newBuilder()
                        .setPurged(queues.purgeDeadLetters(require(request.getName())))
                        .build());
    }

    private Queue queue(String name) {
        return Queue.newBuilder()
                .setConfig(Messages.config(queues.get(name)))
                .setStats(stats(name))
                .build();
    }

    private QueueStats stats(String name) {
        return Messages.stats(queues.stats(name), latency.apply(name));
    }

    private static Caller caller() {
        return Bearer.CALLER.get();
    }

    private static String require(String queue) {
        if (!caller().permits(Access.Action.ADMIN, queue)) {
            throw Status.PERMISSION_DENIED
                    .withDescription("the token may not administer the queue " + queue)
                    .asRuntimeException();
        }
        return queue;
    }

    private static void requireBoth(QueueConfig config) {
        require(config.name());
        if (!Access.ownsDeadLetters(config)) {
            require(config.dlqConfig().topic());
        }
    }

    private static <T> void answer(StreamObserver<T> answer, Supplier<T> work) {
        T value;
        try {
            value = work.get();
        } catch (StatusRuntimeException e) {
            answer.onError(e);
            return;
        } catch (RuntimeException e) {
            answer.onError(status(e).asRuntimeException());
            return;
        }
        answer.onNext(value);
        answer.onCompleted();
    }

    private static Status status(RuntimeException e) {
        if (e instanceof UnknownQueueException
                || e instanceof UnknownMessageException
                || e instanceof UnknownGroupException) {
            return Status.NOT_FOUND.withDescription(e.getMessage());
        }
        if (e instanceof QueueExistsException) {
            return Status.ALREADY_EXISTS.withDescription(e.getMessage());
        }
        if (e instanceof QueueFullException || e instanceof QueueLimit.TooManyQueuesException) {
            return Status.RESOURCE_EXHAUSTED.withDescription(e.getMessage());
        }
        if (e instanceof InvalidConfigException || e instanceof InvalidRequestException) {
            return Status.INVALID_ARGUMENT.withDescription(e.getMessage());
        }
        if (e instanceof EngineClosedException) {
            return Status.UNAVAILABLE.withDescription(e.getMessage());
        }
        LOG.error("a call failed", e);
        return Status.INTERNAL.withDescription(
                e instanceof DurableException ? e.getMessage() : "the call failed; the log tells why");
    }
}
