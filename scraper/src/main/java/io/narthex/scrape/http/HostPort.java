package io.narthex.scrape.http;

import org.jspecify.annotations.Nullable;

import java.net.URI;

/// The host and port of a URL. `java.net.URI` knows none where the host's name has an underscore,
/// which RFC 3986 allows and container networks use (`my_app:8080`).
///
/// @param host an address of version 6 is in brackets
/// @param port the scheme's own where the URL has none
///
/// Thread safety: immutable.
public record HostPort(String host, int port) {
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int MAX_PORT = 65_535;

    /// The host and port, or null where the URL has none.
    public static @Nullable HostPort of(URI url) {
        String authority = url.getRawAuthority();
        if (authority == null || authority.contains("@")) {
            return null;
        }
        // The colons within brackets belong to the address.
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, colon) : authority;
        int port = hasPort ? number(authority.substring(colon + 1)) : ofScheme(url);
        return host.isEmpty() || port < 0 ? null : new HostPort(host, port);
    }

    private static int ofScheme(URI url) {
        return "https".equals(url.getScheme()) ? HTTPS : HTTP;
    }

    private static int number(String digits) {
        boolean numeric = digits.length() <= 5 && digits.chars().allMatch(Character::isDigit);
        int port = numeric && !digits.isEmpty() ? Integer.parseInt(digits) : -1;
        return port <= MAX_PORT ? port : -1;
    }

    /// The host and port of a URL that is known to have them.
    static HostPort required(URI url) {
        HostPort found = of(url);
        if (found == null) {
            throw new IllegalStateException("BUG: no host in " + url);
        }
        return found;
    }
}
