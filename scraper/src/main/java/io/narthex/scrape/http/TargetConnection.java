package io.narthex.scrape.http;

import io.narthex.client.ClientSession;
import io.narthex.client.CredentialsException;
import io.narthex.client.TokenTransport;
import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.ScrapeProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
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

    private final ClientSession session;
    private final Dialer dialer;
    private final GrowingBytes plain;
    private final RequestTrace trace = new RequestTrace();
    private @Nullable OpenChannel open;

    /// The body of the last answer; null where there was none.
    private @Nullable GrowingBytes received;

    TargetConnection(ScrapeClient client, ClientSession session) {
        this.session = session;
        this.plain = new GrowingBytes(client.buffers());
        this.dialer = new Dialer(client, trace);
    }

    /// How the last request went.
    public RequestTrace trace() {
        return trace;
    }

    /// Gives the memory of the last answer back, which must not be read any more.
    public void release() {
        plain.release();
        if (received != null) {
            received.release();
            received = null;
        }
    }

    /// Asks the target and waits for the whole answer, whose body is there until [#release].
    ///
    /// @throws FetchException if there is no usable answer
    /// @throws InterruptedException if the thread is interrupted; the connection is closed then
    public ScrapeResponse get(ScrapeRequest request) throws FetchException, InterruptedException {
        Reached reached = ask(request);
        return usable(reached.answer, reached.request);
    }

    /// Asks whoever it is, and waits for the whole answer, whatever it says.
    ///
    /// @return the answer's status
    /// @throws FetchException if there is no answer
    /// @throws InterruptedException if the thread is interrupted; the connection is closed then
    public int status(ScrapeRequest request) throws FetchException, InterruptedException {
        return ask(request).answer.head().status().code();
    }

    /// Asks the server of tokens, and waits for the whole answer, whatever it says.
    ///
    /// @throws FetchException if there is no answer
    /// @throws InterruptedException if the thread is interrupted; the connection is closed then
    TokenTransport.Answer whatever(ScrapeRequest request)
            throws FetchException, InterruptedException {
        Reached reached = ask(request);
        HttpHeaders headers = reached.answer.head().headers();
        GrowingBytes body = plain(reached.answer.body(), headers, reached.request);
        HttpResponseStatus status = reached.answer.head().status();
        return new TokenTransport.Answer(
                status.code(),
                status.toString(),
                headers.get(HttpHeaderNames.CONTENT_TYPE, ""),
                new String(body.array(), 0, body.size(), StandardCharsets.UTF_8));
    }

    /// A final answer, and the request that it answers.
    private record Reached(Answer answer, ScrapeRequest request) {}

    private Reached ask(ScrapeRequest request) throws FetchException, InterruptedException {
        release();
        trace.begin();
        try {
            return follow(request);
        } finally {
            trace.enter(RequestTrace.Stage.DONE);
        }
    }

    private Reached follow(ScrapeRequest request) throws FetchException, InterruptedException {
        Deadline deadline = Deadline.in(request.timeout());
        ScrapeRequest current = request;
        boolean ownHost = true;
        try {
            for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
                received = null; // the same connection may fill it again
                Answer answer = exchange(message(current, ownHost, deadline), current, deadline);
                received = answer.body();
                trace.replied(answer.head(), answer.body().size(), current.url());
                URI next = Redirects.target(answer.head(), current);
                if (next == null) {
                    return new Reached(answer, current);
                }
                ownHost &= Redirects.staysWithin(request.url(), next);
                current = current.to(next, Redirects.repeats(answer.head()));
            }
        } catch (TimeoutException _) {
            FetchException late = new FetchException(late(request));
            close();
            throw late;
        } catch (InterruptedException e) {
            close();
            throw e;
        }
        throw new FetchException(
                new ScrapeError(
                        ScrapeProblem.REDIRECT,
                        current.failed("stopped after " + MAX_REDIRECTS + " redirects")));
    }

    private ScrapeError late(ScrapeRequest request) {
        String reason =
                request.failed(
                        "context deadline exceeded (no complete answer within "
                                + request.timeout().toMillis() / 1e3
                                + " s)");
        return open == null
                ? new ScrapeError(ScrapeProblem.TIMEOUT, reason, dialer.hint())
                : new ScrapeError(ScrapeProblem.TIMEOUT, reason);
    }

    /// One request and its response; a connection that the target closed in the meantime is
    /// renewed once.
    private Answer exchange(OutgoingRequest message, ScrapeRequest request, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        OpenChannel kept = open;
        if (kept != null && kept.leadsTo(request.url(), message.route())) {
            try {
                return exchange(message, kept, deadline);
            } catch (ExecutionException e) {
                close();
                if (kept.collector().begun() || !(e.getCause() instanceof IOException)) {
                    throw failed(request, e);
                }
            }
        }
        close();
        OpenChannel dialed = dialer.dial(request, message.route(), deadline);
        open = dialed;
        try {
            return exchange(message, dialed, deadline);
        } catch (ExecutionException e) {
            close();
            throw failed(request, e);
        }
    }

    private Answer exchange(OutgoingRequest message, OpenChannel over, Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        SslHandler tls = over.channel().pipeline().get(SslHandler.class);
        trace.enter(tls == null ? RequestTrace.Stage.WAIT : RequestTrace.Stage.TLS);
        if (tls != null) {
            tls.handshakeFuture().addListener(done -> trace.secured(done.isSuccess()));
        }
        CompletableFuture<Answer> answer = over.collector().expect(message.maxBodyBytes(), trace);
        over.channel()
                .writeAndFlush(message.encoded())
                .addListener(
                        done -> {
                            if (!done.isSuccess()) {
                                answer.completeExceptionally(done.cause());
                            }
                        });
        return answer.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    }

    private OutgoingRequest message(ScrapeRequest request, boolean ownHost, Deadline deadline)
            throws FetchException, TimeoutException, InterruptedException {
        ScrapeProblem problem = ScrapeProblem.TLS;
        try {
            Route route = Route.to(request.url(), session);
            problem = ScrapeProblem.UNAUTHORIZED;
            Duration left = Duration.ofNanos(deadline.nanosLeft());
            return new OutgoingRequest(request, route, session.headers(ownHost, left));
        } catch (CredentialsException e) {
            throw new FetchException(
                    new ScrapeError(
                            problem, request.failed(String.valueOf(e.getMessage())), e.remedy()));
        }
    }

    private ScrapeResponse usable(Answer answer, ScrapeRequest request) throws FetchException {
        HttpHeaders headers = answer.head().headers();
        GrowingBytes body = plain(answer.body(), headers, request);
        HttpResponseStatus status = answer.head().status();
        if (status.code() != OK) {
            throw new FetchException(StatusErrors.of(status, request, body));
        }
        return new ScrapeResponse(
                headers.get(HttpHeaderNames.CONTENT_TYPE), body.array(), body.size());
    }

    /// The body without compression; zstd is not asked for, but some send it.
    private GrowingBytes plain(GrowingBytes body, HttpHeaders headers, ScrapeRequest request)
            throws FetchException {
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING, "");
        String name = encoding.strip().toLowerCase(Locale.ROOT);
        if (name.isEmpty() || name.equals("identity")) {
            return body;
        }
        int limit = request.maxBodyBytes();
        boolean fits;
        try {
            fits =
                    switch (name) {
                        case "gzip", "x-gzip" -> plain.gunzip(body, limit);
                        case "zstd" -> plain.unzstd(body, limit);
                        default -> throw notAskedFor(encoding, request);
                    };
        } catch (IOException e) {
            throw new FetchException(
                    new ScrapeError(
                            ScrapeProblem.ENCODING,
                            request.failed("the " + name + " body is broken: " + e.getMessage())));
        }
        if (!fits) {
            throw FetchException.bodyTooLarge();
        }
        return plain;
    }

    private static FetchException notAskedFor(String encoding, ScrapeRequest request) {
        return new FetchException(
                new ScrapeError(
                        ScrapeProblem.ENCODING,
                        request.failed(
                                "the body is compressed by \""
                                        + encoding
                                        + "\", which was not asked for")));
    }

    private static FetchException failed(ScrapeRequest request, ExecutionException e) {
        Throwable cause = e.getCause();
        return new FetchException(NetworkErrors.answering(request, cause == null ? e : cause));
    }

    @Override
    public void close() {
        release();
        if (open != null) {
            var _ = open.channel().close();
            open = null;
        }
    }
}
