package io.ringway.broker.http;

import io.ringway.broker.Access;
import io.ringway.broker.Caller;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request that has found its route.
 *
 * @param caller who sends it
 * @param path the values of the placeholders in the path
 * @param query the parameters behind the question mark
 * @param body the JSON object, or null if there is none
 */
record Call(
        Caller caller,
        Map<String, String> path,
        Map<String, String> query,
        @Nullable Map<String, Object> body) {

    /** The queue in the path; the caller may administer it. */
    String queue() {
        String queue = part("name");
        require(queue);
        return queue;
    }

    String part(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    Map<String, Object> requireBody() {
        if (body == null) {
            throw new HttpProblem(400, "invalid_json", "the request has no body; send a JSON object");
        }
        return body;
    }

    void require(String queue) {
        if (!caller.permits(Access.Action.ADMIN, queue)) {
            throw new HttpProblem(403, "forbidden", "the token has no permission 'admin' for the queue " + queue);
        }
    }
}
