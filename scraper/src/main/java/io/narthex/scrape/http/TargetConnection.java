package io.narthex.scrape.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The connection to one target, kept open between requests.
///
/// Thread safety: for the thread of one target.
public final class TargetConnection implements AutoCloseable {
    private static final int OK = 200;
    private static final int MAX_REDIRECTS = 10;

    private final ScrapeClient client;
    private final GrowingBytes plain = new GrowingBytes();
    private ResponseCollector collector = new ResponseCollector();
    private @Nullable Channel channel;
    private String connectedTo = "";

    TargetConnection(ScrapeClient client) {
        this.client = client;
    }

    /// Asks the target and waits for the whole answer.
    ///
    /// @throws FetchException if there is no usable answer
    /// @throws InterruptedException if the thread is interrupted; the connection is closed then
    public ScrapeResponse get(ScrapeRequest request) throws FetchException, InterruptedException {
        Deadline deadline = Deadline.in(request.timeout());
        ScrapeRequest current = request;
        try {
            for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
                HttpResponse response = exchange(current, deadline);
                URI next = Redirects.target(response, current);
                if (next == null) {
                    return answer(response, current);
                }
                current = current.to(next);
            }
        } catch (TimeoutException _) {
            close();
            throw failed(
                    request,
                    "context deadline exceeded (no complete answer within "
                            + request.timeout().toMillis() / 1e3
                            + " s)");
        } catch (InterruptedException e) {
            close();
            throw e;
        }
        throw failed(current, "stopped after " + MAX_REDIRECTS + " redirects");
    }

    /// One request and its response; a connection that the target closed in the meantime is
    /// renewed once.
    private HttpResponse exchange(ScrapeRequest request, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        boolean reused = isConnectedTo(request.url());
        try {
            return tryExchange(request, deadline);
        } catch (ExecutionException e) {
            boolean begun = collector.begun();
            close();
            if (reused && !begun && e.getCause() instanceof IOException) {
                return exchange(request, deadline);
            }
            if (e.getCause() instanceof FetchException refused) {
                throw refused;
            }
            throw failed(request, reason(e));
        }
    }

    private HttpResponse tryExchange(ScrapeRequest request, Deadline deadline)
            throws FetchException, ExecutionException, TimeoutException, InterruptedException {
        Channel open = connected(request, deadline);
        CompletableFuture<HttpResponse> answer = collector.expect(request.maxBodyBytes());
        open.writeAndFlush(message(request))
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                answer.completeExceptionally(done.cause());
                            }
                        });
        return answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    private boolean isConnectedTo(URI url) {
        return channel != null && channel.isActive() && connectedTo.equals(origin(url));
    }

    private static String origin(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    private Channel connected(ScrapeRequest request, Deadline deadline)
            throws FetchException, ExecutionException, TimeoutException, InterruptedException {
        Channel old = channel;
        if (old != null && isConnectedTo(request.url())) {
            return old;
        }
        close();
        collector = new ResponseCollector();
        InetSocketAddress address =
                client.resolve(request.url()).get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
        if (address.isUnresolved()) {
            throw failed(request, "dial tcp: lookup " + address.getHostString() + ": no such host");
        }
        Channel open = connect(request, address, deadline);
        channel = open;
        connectedTo = origin(request.url());
        return open;
    }

    private Channel connect(ScrapeRequest request, InetSocketAddress address, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        ChannelFuture connecting;
        try {
            connecting = client.connect(request.url(), address, collector);
        } catch (IOException e) {
            throw failed(request, String.valueOf(e.getMessage()));
        }
        try {
            if (!connecting.await(deadline.nanosLeft(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
        } finally {
            if (!connecting.isSuccess()) {
                var _ = connecting.channel().close();
            }
        }
        if (!connecting.isSuccess()) {
            String why =
                    connecting.cause() instanceof ConnectException
                            ? "connection refused"
                            : String.valueOf(connecting.cause().getMessage());
            throw failed(request, "dial tcp " + ScrapeClient.text(address) + ": connect: " + why);
        }
        return connecting.channel();
    }

    private static DefaultFullHttpRequest message(ScrapeRequest request) {
        URI url = request.url();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery();
        DefaultFullHttpRequest message =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        HttpMethod.GET,
                        query == null ? path : path + "?" + query);
        message.headers().set(HttpHeaderNames.HOST, url.getRawAuthority());
        request.headers().forEach((name, value) -> message.headers().set(name, value));
        return message;
    }

    private ScrapeResponse answer(HttpResponse response, ScrapeRequest request)
            throws FetchException {
        GrowingBytes body = collector.body();
        String coding = response.headers().get(HttpHeaderNames.CONTENT_ENCODING);
        if ("gzip".equalsIgnoreCase(coding)) {
            body = gunzipped(body, request);
        }
        if (response.status().code() != OK) {
            throw new FetchException(
                    "server returned HTTP status "
                            + response.status()
                            + Hints.about(response.status().code(), request.url(), body));
        }
        return new ScrapeResponse(
                response.headers().get(HttpHeaderNames.CONTENT_TYPE), body.array(), body.size());
    }

    private GrowingBytes gunzipped(GrowingBytes compressed, ScrapeRequest request)
            throws FetchException {
        try {
            if (!plain.gunzip(compressed, request.maxBodyBytes())) {
                throw FetchException.bodyTooLarge();
            }
            return plain;
        } catch (IOException e) {
            throw failed(request, "the gzip body is broken: " + e.getMessage());
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause instanceof EOFException
                ? "EOF (the target closed the connection before its answer was complete)"
                : String.valueOf(cause == null ? e : cause.getMessage());
    }

    private static FetchException failed(ScrapeRequest request, String reason) {
        return new FetchException("Get \"" + request.url() + "\": " + reason);
    }

    @Override
    public void close() {
        if (channel != null) {
            var _ = channel.close();
            channel = null;
        }
    }
}
