package io.narthex.http.api;

import io.narthex.http.HttpStats;
import io.narthex.http.net.ClientGoneException;
import io.narthex.http.net.Exchange;
import io.narthex.http.net.RequestHandler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds the route of a request.
///
/// Thread safety: safe for concurrent calls.
public final class Router implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    /// The name under which requests outside of all routes are counted.
    static final String OTHER = "other";

    private record Counted(Route route, RouteCounters counters) {}

    private record Match(Counted target, String pathParam) {}

    private final String prefix;
    private final Cors cors;
    private final Map<String, Counted> literal = new HashMap<>();
    private final List<Counted> variable = new ArrayList<>();
    private final Counted fallback;

    /// @param prefix `/`, or a path without a slash at its end
    /// @param cors what browsers are told that ask before they send
    /// @param fallback answers GET requests that no route matches
    Router(String prefix, Cors cors, List<Route> routes, RouteHandler fallback) {
        this.prefix = prefix.equals("/") ? "" : prefix;
        this.cors = cors;
        this.fallback =
                new Counted(
                        new Route(OTHER, StaticFiles.METHODS, "The pages", fallback),
                        new RouteCounters(OTHER));
        for (Route route : routes) {
            Counted counted = new Counted(route, new RouteCounters(name(route)));
            if (route.path().contains(Route.VARIABLE)) {
                variable.add(counted);
            } else {
                literal.put(route.path(), counted);
            }
        }
    }

    @Override
    public void handle(Exchange exchange) {
        long start = System.nanoTime();
        Match match = fallbackMatch();
        try {
            String path = relative(exchange.request().rawPath());
            if (path == null) {
                outsidePrefix(exchange);
            } else {
                match = match(path);
                dispatch(exchange, match, path);
            }
        } catch (ClientGoneException e) {
            LOG.debug("{}: {}", exchange.request().rawPath(), e.getMessage());
            exchange.abort();
        } catch (IOException e) {
            LOG.warn("answering {} failed", exchange.request().rawPath(), e);
            exchange.abort();
        } finally {
            // A handler that failed without an answer is answered 500 by the transport.
            int status = exchange.status() == 0 ? 500 : exchange.status();
            match.target()
                    .counters()
                    .count(status, System.nanoTime() - start, exchange.bytesSent());
        }
    }

    /// What was counted, by route.
    public List<HttpStats.Handler> stats() {
        List<HttpStats.Handler> all = new ArrayList<>();
        literal.values().forEach(c -> all.add(c.counters().snapshot()));
        variable.forEach(c -> all.add(c.counters().snapshot()));
        all.add(fallback.counters().snapshot());
        all.sort(Comparator.comparing(HttpStats.Handler::name));
        return all;
    }

    private void dispatch(Exchange exchange, Match match, String path) throws IOException {
        Route route = match.target().route();
        String method = exchange.request().method();
        String refusal = Access.refusal(exchange.caller(), method, route.path());
        if (!refusal.isEmpty()) {
            ApiHandler.error(exchange, new ApiException(ErrorType.FORBIDDEN, refusal));
        } else if (route.methods().contains(method)) {
            route.handler().handle(exchange, match.pathParam());
        } else if (method.equals("OPTIONS") && path.startsWith(Routes.API)) {
            cors.apply(exchange);
            exchange.send(204, new byte[0]);
        } else if (route.path().equals(OTHER)) {
            exchange.sendText(404, "404 page not found\n");
        } else {
            exchange.header("Allow", String.join(", ", route.methods()));
            exchange.sendText(405, "Method Not Allowed\n");
        }
    }

    private void outsidePrefix(Exchange exchange) throws IOException {
        if (exchange.request().rawPath().equals("/")) {
            exchange.header("Location", prefix + "/").sendText(302, "Found\n");
        } else {
            exchange.sendText(404, "404 page not found\n");
        }
    }

    /// The path below the prefix, or null outside of it.
    private @Nullable String relative(String path) {
        if (!path.startsWith(prefix)) {
            return null;
        }
        String rest = path.substring(prefix.length());
        if (rest.isEmpty()) {
            return "/";
        }
        return rest.startsWith("/") ? rest : null;
    }

    private Match match(String path) {
        boolean slashAtEnd = path.length() > 1 && path.endsWith("/");
        String trimmed = slashAtEnd ? path.substring(0, path.length() - 1) : path;
        Counted exact = literal.get(trimmed);
        if (exact != null) {
            return new Match(exact, "");
        }
        for (Counted counted : variable) {
            String value = variableIn(counted.route().path(), trimmed);
            if (value != null) {
                return new Match(counted, value);
            }
        }
        return fallbackMatch();
    }

    private Match fallbackMatch() {
        return new Match(fallback, "");
    }

    private static @Nullable String variableIn(String pattern, String path) {
        int at = pattern.indexOf(Route.VARIABLE);
        String before = pattern.substring(0, at);
        String after = pattern.substring(at + Route.VARIABLE.length());
        boolean fits =
                path.length() > before.length() + after.length()
                        && path.startsWith(before)
                        && path.endsWith(after);
        String value = fits ? path.substring(at, path.length() - after.length()) : "/";
        return value.contains("/") ? null : value;
    }

    private static String name(Route route) {
        return route.path().replace(Route.VARIABLE, ":name");
    }
}
