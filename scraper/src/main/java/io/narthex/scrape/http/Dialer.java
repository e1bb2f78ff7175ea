package io.narthex.scrape.http;

import io.netty.channel.ChannelFuture;
import io.netty.util.NetUtil;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Opens connections for one target: looks the host up and tries its addresses in turn.
///
/// Thread safety: for the thread of one target.
final class Dialer {
    /// An address gets at least this long while there is time, as in Go.
    private static final long LEAST_SHARE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int MAX_TOLD = 3;

    private final ScrapeClient client;

    /// The look-up begun last. It may hang on after its waiter gave up.
    private CompletableFuture<List<InetAddress>> lookup =
            CompletableFuture.completedFuture(List.of());

    private String lookupHost = "";

    Dialer(ScrapeClient client) {
        this.client = client;
    }

    /// A new connection to where a URL points.
    ///
    /// @throws FetchException if the host is unknown or none of its addresses takes the connection
    /// @throws TimeoutException if the deadline comes first
    OpenChannel dial(ScrapeRequest request, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        HostPort target = HostPort.required(request.url());
        List<InetAddress> addresses = addresses(request, target.host(), deadline);
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            InetSocketAddress address = new InetSocketAddress(addresses.get(i), target.port());
            ResponseCollector collector = new ResponseCollector();
            ChannelFuture connecting = begin(request, address, collector);
            String failure = await(connecting, deadline, addresses.size() - i);
            if (failure.isEmpty()) {
                return new OpenChannel(
                        connecting.channel(), collector, OpenChannel.originOf(request.url()));
            }
            failures.add(
                    "dial tcp " + NetUtil.toSocketAddressString(address) + ": connect: " + failure);
        }
        throw FetchException.get(request, told(failures));
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
            throw FetchException.get(
                    request,
                    "dial tcp: lookup " + host + ": " + (unknown ? "no such host" : e.getCause()));
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

    private ChannelFuture begin(
            ScrapeRequest request, InetSocketAddress address, ResponseCollector collector)
            throws FetchException {
        try {
            return client.connect(request.url(), address, collector);
        } catch (IOException e) {
            throw FetchException.get(request, String.valueOf(e.getMessage()));
        }
    }

    /// Waits for an attempt to connect.
    ///
    /// @param left attempts that must share the time, this one included
    /// @return why it failed; empty where it did not
    private static String await(ChannelFuture connecting, Deadline deadline, int left)
            throws TimeoutException, InterruptedException {
        long nanos = deadline.nanosLeft();
        long share = Math.min(nanos, Math.max(nanos / left, LEAST_SHARE_NANOS));
        try {
            if (!connecting.await(share, TimeUnit.NANOSECONDS)) {
                var _ = deadline.nanosLeft(); // throws where the share was all there was
                return "i/o timeout";
            }
        } finally {
            if (!connecting.isSuccess()) {
                var _ = connecting.channel().close();
            }
        }
        return connecting.isSuccess() ? "" : reason(connecting.cause());
    }

    private static String reason(Throwable cause) {
        return cause instanceof ConnectException
                ? "connection refused"
                : String.valueOf(cause.getMessage());
    }

    private static String told(List<String> failures) {
        String first = String.join("; ", failures.subList(0, Math.min(MAX_TOLD, failures.size())));
        int more = failures.size() - MAX_TOLD;
        return more > 0 ? first + "; and " + more + " more addresses" : first;
    }
}
