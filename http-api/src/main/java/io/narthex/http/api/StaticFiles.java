package io.narthex.http.api;

import io.narthex.http.Content;
import io.narthex.http.StaticAssets;
import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/// Serves the browser application, and 404 for everything that is not there.
///
/// @param assets the files
/// @param prefixLength characters of the route prefix
/// @param policy what they may load
record StaticFiles(StaticAssets assets, int prefixLength, PagePolicy policy)
        implements RouteHandler {
    static final Set<String> METHODS = Set.of("GET", "HEAD");

    private static final String INDEX = "index.html";

    StaticFiles(StaticAssets assets, int prefixLength) {
        this(assets, prefixLength, new PagePolicy());
    }

    @Override
    public void handle(Exchange exchange, String pathParam) throws IOException {
        String path = path(exchange.request().rawPath());
        Content content = isPlain(path) ? assets.find(path) : null;
        if (content == null) {
            exchange.sendText(404, "404 page not found\n");
            return;
        }
        exchange.header("Content-Type", content.type())
                .header("Cache-Control", "no-cache")
                .header("X-Content-Type-Options", "nosniff");
        policy.send(exchange, content);
    }

    private String path(String raw) {
        String below = raw.substring(Math.min(raw.length(), prefixLength));
        String relative = below.startsWith("/") ? below.substring(1) : below;
        return relative.isEmpty() ? INDEX : relative;
    }

    /// Names of files never need escapes, and no segment may lead elsewhere.
    private static boolean isPlain(String path) {
        return path.matches("[A-Za-z0-9._/-]+")
                && Arrays.stream(path.split("/", -1))
                        .noneMatch(s -> s.isEmpty() || s.startsWith("."));
    }
}
