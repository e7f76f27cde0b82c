package io.ringway.broker.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a browser sends on behalf of a foreign page. Cookies are not used, so with tokens a foreign page cannot
 * do anything; without them the broker trusts whoever reaches loopback, which a page in the user's browser does.
 */
final class CrossSite {

    private CrossSite() {}

    static void refuse(Request request, boolean tokens) {
        String host = request.getHeaders().get(HttpHeader.HOST);
        // A name that resolves to loopback makes a foreign page the same origin as the broker (DNS rebinding).
        if (!tokens && (host == null || !isLoopback(name(host)))) {
            throw new HttpProblem(
                    403,
                    "forbidden",
                    "without tokens the broker must be addressed as localhost or by address: " + host);
        }
        String origin = request.getHeaders().get(HttpHeader.ORIGIN);
        if (origin != null && !origin.equals(request.getHttpURI().getScheme() + "://" + host)) {
            throw new HttpProblem(403, "forbidden", "the request comes from another site: " + origin);
        }
        if (request.getMethod().equals("POST") || request.getMethod().equals("PUT")) {
            requireJson(request);
        }
    }

    /** A page may send a form anywhere without asking, but neither JSON nor a header of its own. */
    private static void requireJson(Request request) {
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (isJson(type) || (type == null && request.getHeaders().contains("X-Requested-With"))) {
            return;
        }
        throw new HttpProblem(
                415,
                "unsupported_media_type",
                "send 'Content-Type: application/json', or for a request without a body any 'X-Requested-With'");
    }

    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static String name(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return end > 0 ? host.substring(0, end) : host;
    }

    private static boolean isLoopback(String name) {
        if (name.equalsIgnoreCase("localhost")) {
            return true;
        }
        // Only addresses: a name must not be looked up here, it would resolve to whatever an attacker wants.
        if (!name.startsWith("[") && !name.matches("[0-9.]{7,15}")) {
            return false;
        }
        try {
            return InetAddress.getByName(name).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
