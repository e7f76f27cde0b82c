package io.ringway.broker.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Writes what the server itself refuses, such as a header that is too large, in the form of every other error. */
final class JsonErrors extends ErrorHandler {

    /** Also for the methods that browsers don't show pages for. */
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String type = HttpStatus.getMessage(code).toLowerCase(Locale.ROOT).replace(' ', '_');
        // The server closes after most of these; the client should know.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        write(response, callback, code, type, message == null ? type : message);
    }

    static void write(Response response, Callback callback, int status, String type, String message) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        byte[] body = Json.write(Map.of("error", Map.of("type", type, "message", message)));
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
