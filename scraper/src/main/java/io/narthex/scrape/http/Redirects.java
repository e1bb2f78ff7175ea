package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Locale;

/// Where redirects point.
///
/// Thread safety: stateless.
final class Redirects {
    private Redirects() {}

    /// The URL to ask next, or null where the response is final.
    static @Nullable URI target(HttpResponse response, ScrapeRequest request)
            throws FetchException {
        String location = response.headers().get(HttpHeaderNames.LOCATION);
        if (!request.followRedirects() || location == null || !isRedirect(response)) {
            return null;
        }
        try {
            URI next = request.url().resolve(location);
            if (HostPort.of(next) != null && isHttp(next.getScheme())) {
                return next;
            }
        } catch (IllegalArgumentException _) {
            // falls through to the one message about unusable locations
        }
        throw new FetchException(
                new ScrapeError(
                        ScrapeProblem.REDIRECT,
                        request.failed("redirected to \"" + location + "\", which is no URL")));
    }

    /// Whether a URL leads to the host of another one, or to a host below it, so that what the one
    /// may know the other may know too.
    static boolean staysWithin(URI first, URI next) {
        String host = HostPort.required(first).host().toLowerCase(Locale.ROOT);
        String other = HostPort.required(next).host().toLowerCase(Locale.ROOT);
        // An address of version 6 may end like a name, and has nothing below it.
        return other.equals(host) || (!other.startsWith("[") && other.endsWith("." + host));
    }

    private static boolean isHttp(String scheme) {
        return scheme.equals("http") || scheme.equals("https");
    }

    /// Whether a redirect wants the same method and content again; others ask by GET.
    static boolean repeats(HttpResponse response) {
        int status = response.status().code();
        return status == 307 || status == 308;
    }

    private static boolean isRedirect(HttpResponse response) {
        return switch (response.status().code()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }
}
