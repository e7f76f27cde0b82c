package io.ringway.broker.http;

import io.ringway.broker.Caller;
import io.ringway.broker.Callers;
import io.ringway.broker.QueueLimit;
import io.ringway.durable.DurableException;
import io.ringway.durable.EngineClosedException;
import io.ringway.durable.InvalidConfigException;
import io.ringway.durable.InvalidRequestException;
import io.ringway.durable.MessageTooLargeException;
import io.ringway.durable.QueueExistsException;
import io.ringway.durable.QueueFullException;
import io.ringway.durable.UnknownGroupException;
import io.ringway.durable.UnknownMessageException;
import io.ringway.durable.UnknownQueueException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks every request before anything looks at it, finds its route, and answers in JSON. Files come last. */
final class Gate extends Handler.Abstract {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final List<Route> routes;
    private final Callers callers;
    private final int maxBodySize;
    private final Files files = new Files();

    Gate(List<Route> routes, Callers callers, int maxBodySize) {
        this.routes = routes;
        this.callers = callers;
        this.maxBodySize = maxBodySize;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Referrer-Policy", "no-referrer");
        response.getHeaders()
                .put(
                        "Content-Security-Policy",
                        "default-src 'self'; object-src 'none'; base-uri 'none';"
                                + " form-action 'none'; frame-ancestors 'none'");
        try {
            CrossSite.refuse(request, callers.areKnown());
            String path = request.getHttpURI().getPath();
            List<String> levels = Route.levels(path);
            Set<String> allowed = new LinkedHashSet<>();
            for (Route route : routes) {
                Map<String, String> values = route.match(levels);
                if (values != null && serves(route.method(), request.getMethod())) {
                    Answer answer = route.endpoint().apply(call(request, route, values));
                    write(
                            response,
                            callback,
                            answer,
                            "no-store",
                            request.getMethod().equals("HEAD"));
                    return true;
                }
                if (values != null) {
                    allowed.add(route.method());
                }
            }
            if (!allowed.isEmpty()) {
                response.getHeaders().put(HttpHeader.ALLOW, String.join(", ", allowed));
                throw new HttpProblem(
                        405, "method_not_allowed", path + " has no " + request.getMethod() + ", but " + allowed);
            }
            Answer file = serves("GET", request.getMethod()) ? files.find(path) : null;
            if (file == null) {
                throw new HttpProblem(404, "not_found", "there is nothing at " + path);
            }
            write(response, callback, file, "no-cache", request.getMethod().equals("HEAD"));
        } catch (HttpProblem e) {
            refuse(response, callback, e);
        } catch (QueueLimit.TooManyQueuesException e) {
            refuse(response, callback, new HttpProblem(409, "too_many_queues", e.getMessage()));
        } catch (DurableException e) {
            refuse(response, callback, problem(e));
        } catch (IOException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
            refuse(response, callback, new HttpProblem(500, "internal", "the request failed; the log tells why"));
        }
        return true;
    }

    private static boolean serves(String served, String method) {
        return served.equals(method.equals("HEAD") ? "GET" : method);
    }

    private Call call(Request request, Route route, Map<String, String> values) throws IOException {
        Caller caller = route.open() ? Caller.NOBODY : callers.find(token(request));
        if (caller == null) {
            throw new HttpProblem(
                    401, "unauthorized", "send a token that the broker knows: 'Authorization: Bearer TOKEN'");
        }
        Map<String, String> query = new HashMap<>();
        Fields fields;
        try {
            fields = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw new HttpProblem(400, "invalid_request", "the query is not UTF-8 in percent-encoding");
        }
        for (Fields.Field field : fields) {
            query.put(field.getName(), field.getValue());
        }
        byte[] body = body(request);
        return new Call(caller, values, query, body.length == 0 ? null : Json.readObject(body));
    }

    private static @Nullable String token(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        return header != null && header.regionMatches(true, 0, "Bearer ", 0, 7)
                ? header.substring(7).strip()
                : null;
    }

    private byte[] body(Request request) throws IOException {
        if (request.getLength() > maxBodySize) {
            throw tooLarge();
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(maxBodySize + 1);
            if (body.length > maxBodySize) {
                throw tooLarge();
            }
            return body;
        }
    }

    private HttpProblem tooLarge() {
        return new HttpProblem(413, "too_large", "the body has more than " + maxBodySize + " bytes");
    }

    private static void write(Response response, Callback callback, Answer answer, String cache, boolean head) {
        response.setStatus(answer.status());
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, cache);
        byte[] body = new byte[0];
        if (answer.body() != null) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
            body = answer.body() instanceof byte[] bytes ? bytes : Json.write(answer.body());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        }
        response.write(true, ByteBuffer.wrap(head ? new byte[0] : body), callback);
    }

    private static void refuse(Response response, Callback callback, HttpProblem problem) {
        if (problem.status == 401) {
            response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        }
        if (problem.status == 413) {
            // What is left of the body is not read.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        JsonErrors.write(response, callback, problem.status, problem.type, problem.text);
    }

    private static HttpProblem problem(DurableException e) {
        if (e instanceof UnknownQueueException) {
            return new HttpProblem(404, "unknown_queue", e.getMessage());
        }
        if (e instanceof UnknownMessageException) {
            return new HttpProblem(404, "unknown_message", e.getMessage());
        }
        if (e instanceof UnknownGroupException) {
            return new HttpProblem(404, "unknown_group", e.getMessage());
        }
        if (e instanceof QueueExistsException) {
            return new HttpProblem(409, "queue_exists", e.getMessage());
        }
        if (e instanceof QueueFullException) {
            return new HttpProblem(409, "queue_full", e.getMessage());
        }
        if (e instanceof MessageTooLargeException) {
            return new HttpProblem(413, "too_large", e.getMessage());
        }
        if (e instanceof InvalidConfigException) {
            return new HttpProblem(422, "invalid_config", e.getMessage());
        }
        if (e instanceof InvalidRequestException) {
            return new HttpProblem(400, "invalid_request", e.getMessage());
        }
        if (e instanceof EngineClosedException) {
            return new HttpProblem(503, "stopping", e.getMessage());
        }
        LOG.error("the storage failed", e);
        return new HttpProblem(500, "storage", e.getMessage());
    }
}
