package io.narthex.scrape.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.util.concurrent.CompletableFuture;

/// Gathers one response after another on a connection.
///
/// Thread safety: on the event loop; [#expect] is called while no request is under way.
final class ResponseCollector extends SimpleChannelInboundHandler<HttpObject> {
    private final GrowingBytes body;
    private CompletableFuture<Answer> answer = new CompletableFuture<>();
    private RequestTrace trace = new RequestTrace();
    private int maxBytes;

    /// Whether a response is wanted. A complete one's array may soon be another target's, so what
    /// comes unasked is not taken.
    private volatile boolean expecting;

    private volatile @Nullable HttpResponse head;

    ResponseCollector(BodyBuffers buffers) {
        body = new GrowingBytes(buffers);
    }

    /// Makes ready for the next response.
    ///
    /// @param heard learns when the response begins
    /// @return completes once the whole body is there, or with why there is none
    CompletableFuture<Answer> expect(int maxBodyBytes, RequestTrace heard) {
        body.clear();
        head = null;
        maxBytes = maxBodyBytes;
        trace = heard;
        answer = new CompletableFuture<>();
        expecting = true;
        return answer;
    }

    /// Whether any of the response has come.
    boolean begun() {
        return head != null;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (!expecting) {
            var _ = context.close();
            return;
        }
        if (!part.decoderResult().isSuccess()) {
            fail(context, part.decoderResult().cause());
            return;
        }
        if (part instanceof HttpResponse response) {
            head = response;
            trace.enter(RequestTrace.Stage.BODY);
        }
        if (part instanceof HttpContent content && !body.append(content.content(), maxBytes)) {
            fail(context, FetchException.bodyTooLarge());
            return;
        }
        HttpResponse response = head;
        if (part instanceof LastHttpContent && response != null) {
            if (!HttpUtil.isKeepAlive(response)) {
                var _ = context.close();
            }
            expecting = false;
            answer.complete(new Answer(response, body));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer.completeExceptionally(new EOFException("the connection was closed"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, cause);
    }

    private void fail(ChannelHandlerContext context, Throwable cause) {
        expecting = false;
        answer.completeExceptionally(cause);
        var _ = context.close();
    }
}
