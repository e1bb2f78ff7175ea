package io.narthex.scrape.http;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/// Looks host names up, each on a thread of its own: a look-up holds its thread in native code and
/// can't be cut short, so no two names may wait for one thread. There is one look-up of a name at a
/// time, shared by all who ask; one that hangs is not begun again.
///
/// Thread safety: safe for concurrent calls.
final class NameLookups {
    private static final String THREAD = "narthex-scrape-lookup ";

    private final HostResolver resolver;
    private final Map<String, CompletableFuture<List<InetAddress>>> running =
            new ConcurrentHashMap<>();

    NameLookups(HostResolver resolver) {
        this.resolver = resolver;
    }

    /// The addresses of a host; completes exceptionally with an
    /// [java.net.UnknownHostException] where it has none. For waiting only: others wait for it too.
    CompletableFuture<List<InetAddress>> addresses(String host) {
        InetAddress literal = literal(host);
        return literal == null
                ? running.computeIfAbsent(host, this::begin)
                : CompletableFuture.completedFuture(List.of(literal));
    }

    /// An address that is written out, which needs no thread; otherwise null.
    private static @Nullable InetAddress literal(String host) {
        boolean numeric = host.startsWith("[") || Character.isDigit(host.charAt(0));
        if (!numeric) {
            return null;
        }
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException _) {
            return null; // a name such as 1password
        }
    }

    private CompletableFuture<List<InetAddress>> begin(String host) {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        // A platform thread: a virtual one would hold one of the few that carry all of them.
        Thread.ofPlatform().daemon().name(THREAD + host).start(() -> lookUp(host, found));
        return found;
    }

    private void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
        try {
            found.complete(List.copyOf(resolver.addresses(host)));
        } catch (Exception e) {
            found.completeExceptionally(e);
        } finally {
            running.remove(host);
        }
    }
}
