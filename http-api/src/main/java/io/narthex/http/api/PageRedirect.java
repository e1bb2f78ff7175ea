package io.narthex.http.api;

import io.narthex.http.net.Exchange;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// `/graph` and `/query`, where links in alerts and bookmarks of Prometheus lead: to the page that
/// shows a query.
///
/// Thread safety: stateless.
final class PageRedirect {
    static final Parameter EXPRESSION =
            Parameter.of("g0.expr", "The query that the page shows").onlyInUrl();

    private PageRedirect() {}

    /// The address is relative, so that it holds behind any prefix.
    static void answer(ApiRequest request) throws IOException {
        Exchange exchange = request.exchange();
        String query = request.urlParams().get(EXPRESSION.name());
        String shown =
                query.isEmpty() ? "" : "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        exchange.header("Location", "./#/query" + shown).sendText(302, "Found\n");
    }
}
