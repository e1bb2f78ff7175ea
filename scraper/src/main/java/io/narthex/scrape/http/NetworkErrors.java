package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.handler.ssl.NotSslRecordException;

import java.io.EOFException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.util.Locale;

import javax.net.ssl.SSLException;

/// What exceptions of the network mean, in the words of Go's HTTP client.
///
/// Thread safety: stateless.
final class NetworkErrors {
    static final String CONNECTING =
            "nothing answers at this address; are host and port right, and does no firewall drop"
                    + " it?";

    static final String TLS_PORT = "this port speaks TLS; set scheme: https";

    private static final String NOT_HTTP = "does this port speak HTTP?";

    private NetworkErrors() {}

    /// Why no connection came about. The classes of the exceptions depend on the transport, so the
    /// words of the operating system decide, which are in all of them.
    ///
    /// @param dialed such as `dial tcp 127.0.0.1:80`
    static ScrapeError connecting(String dialed, Throwable cause) {
        if (cause instanceof FetchException refused) {
            return refused.error();
        }
        String text = String.valueOf(cause.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        String prefix = dialed + ": connect: ";
        if (lower.contains("connection refused")) {
            return new ScrapeError(ScrapeProblem.REFUSED, prefix + "connection refused");
        }
        if (lower.contains("no route to host")) {
            return new ScrapeError(ScrapeProblem.NO_ROUTE, prefix + "no route to host");
        }
        // Netty's epoll has no words for this one.
        if (cause instanceof NoRouteToHostException || lower.contains("network is unreachable")) {
            return new ScrapeError(ScrapeProblem.NO_ROUTE, prefix + "network is unreachable");
        }
        if (lower.contains("timed out")) {
            return new ScrapeError(
                    ScrapeProblem.TIMEOUT, prefix + "connection timed out", CONNECTING);
        }
        return new ScrapeError(ScrapeProblem.OTHER, prefix + text);
    }

    /// Why no complete answer came over a connection.
    static ScrapeError answering(ScrapeRequest request, Throwable cause) {
        String text = request.failed(String.valueOf(cause.getMessage()));
        return switch (cause) {
            case FetchException refused -> refused.error();
            case EOFException _ ->
                    new ScrapeError(
                            ScrapeProblem.CLOSED,
                            request.failed(
                                    "EOF (the target closed the connection before its answer was"
                                            + " complete)"));
            case NotSslRecordException _ ->
                    new ScrapeError(
                            ScrapeProblem.TLS,
                            request.failed("http: server gave HTTP response to HTTPS client"),
                            "this port speaks no TLS; set scheme: http");
            case TlsRecordCheck.TlsExpected _ -> new ScrapeError(ScrapeProblem.TLS, text, TLS_PORT);
            case SSLException _ -> new ScrapeError(ScrapeProblem.TLS, text, TlsHints.of(cause));
            // Reset, or closed while the request was written.
            case IOException _ -> new ScrapeError(ScrapeProblem.CLOSED, text);
            default ->
                    cause.getCause() instanceof SSLException tls
                            ? answering(request, tls)
                            : new ScrapeError(ScrapeProblem.OTHER, text, NOT_HTTP);
        };
    }
}
