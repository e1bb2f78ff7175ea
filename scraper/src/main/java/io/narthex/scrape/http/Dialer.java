package io.narthex.scrape.http;

import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/// Opens connections for one target: looks the host up and tries its addresses in turn.
///
/// Thread safety: for the thread of one target.
final class Dialer {
    /// An address gets at least this long while there is time, as in Go.
    private static final long LEAST_SHARE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MAX_TOLD = 3;

    private final ScrapeClient client;
    private final RequestTrace trace;

    /// The look-up begun last. It may hang on after its waiter gave up.
    private CompletableFuture<List<InetAddress>> lookup =
            CompletableFuture.completedFuture(List.of());

    private String lookupHost = "";

    Dialer(ScrapeClient client, RequestTrace trace) {
        this.client = client;
        this.trace = trace;
    }

    /// A new connection to where a URL points.
    ///
    /// @throws FetchException if the host is unknown or none of its addresses takes the connection
    /// @throws TimeoutException if the deadline comes first
    OpenChannel dial(ScrapeRequest request, Route route, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        HostPort target = route.first();
        trace.enter(RequestTrace.Stage.LOOKUP);
        List<InetAddress> addresses = addresses(request, target.host(), deadline);
        trace.enter(RequestTrace.Stage.CONNECT);
        List<ScrapeError> failures = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            InetSocketAddress address = new InetSocketAddress(addresses.get(i), target.port());
            ResponseCollector collector = new ResponseCollector(client.buffers());
            ChannelFuture connecting = client.connect(route, address, collector);
            String dialed = route.dialed() + NetUtil.toSocketAddressString(address);
            ScrapeError failure = await(connecting, dialed, deadline, addresses.size() - i);
            if (failure.isNone()) {
                return new OpenChannel(
                        connecting.channel(),
                        collector,
                        OpenChannel.originOf(request.url()),
                        route);
            }
            failures.add(failure);
        }
        throw new FetchException(all(request, failures));
    }

    /// What may help when the deadline came while this dialed.
    String hint() {
        return lookup.isDone()
                ? NetworkErrors.CONNECTING
                : "the look-up of the name takes too long; do this machine's name servers answer?";
    }

    private List<InetAddress> addresses(ScrapeRequest request, String host, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        try {
            if (!host.equals(lookupHost)) {
                // At most one look-up per target: a target that redirects to ever new names, all
                // hanging, would gather threads otherwise.
                awaitEnd(lookup, deadline);
            }
            lookup = client.lookups().addresses(host);
            lookupHost = host;
            return lookup.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            boolean unknown = e.getCause() instanceof UnknownHostException;
            String why = unknown ? "no such host" : String.valueOf(e.getCause());
            throw new FetchException(
                    new ScrapeError(
                            unknown ? ScrapeProblem.UNKNOWN_HOST : ScrapeProblem.OTHER,
                            request.failed("dial tcp: lookup " + host + ": " + why)));
        }
    }

    private static void awaitEnd(CompletableFuture<?> lookup, Deadline deadline)
            throws TimeoutException, InterruptedException {
        try {
            var _ = lookup.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException _) {
            // whoever asked for it was told
        }
    }

    /// The problem of the first address, the reasons of all.
    private static ScrapeError all(ScrapeRequest request, List<ScrapeError> failures) {
        int more = failures.size() - MAX_TOLD;
        String reasons =
                failures.stream()
                        .limit(MAX_TOLD)
                        .map(ScrapeError::reason)
                        .collect(Collectors.joining("; "));
        return failures.getFirst()
                .withReason(
                        request.failed(
                                more > 0
                                        ? reasons + "; and " + more + " more addresses"
                                        : reasons));
    }

    /// Waits for an attempt to connect.
    ///
    /// @param dialed what is tried, such as `dial tcp 127.0.0.1:80`
    /// @param left attempts that must share the time, this one included
    /// @return why it failed, if it did
    private static ScrapeError await(
            ChannelFuture connecting, String dialed, Deadline deadline, int left)
            throws TimeoutException, InterruptedException {
        long nanos = deadline.nanosLeft();
        long share = Math.min(nanos, Math.max(nanos / left, LEAST_SHARE_NANOS));
        try {
            if (!connecting.await(share, TimeUnit.NANOSECONDS)) {
                var _ = deadline.nanosLeft(); // throws where the share was all there was
                return new ScrapeError(
                        ScrapeProblem.TIMEOUT, dialed + ": i/o timeout", NetworkErrors.CONNECTING);
            }
        } finally {
            if (!connecting.isSuccess()) {
                var _ = connecting.channel().close();
            }
        }
        return connecting.isSuccess()
                ? ScrapeError.NONE
                : NetworkErrors.connecting(dialed, connecting.cause());
    }
}
