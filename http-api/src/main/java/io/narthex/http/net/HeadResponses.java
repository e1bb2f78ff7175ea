package io.narthex.http.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/// Takes the body out of responses to HEAD, which the codec of HTTP/1.1 does by itself and that of
/// HTTP/2 does not.
///
/// Thread safety: for the event loop of the stream.
final class HeadResponses extends ChannelDuplexHandler {
    private boolean head;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            head = request.method().equals(HttpMethod.HEAD);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!head || !(message instanceof HttpContent content)) {
            var _ = ctx.write(message, promise);
            return;
        }
        Object bare =
                switch (content) {
                    case FullHttpResponse full -> full.replace(Unpooled.EMPTY_BUFFER);
                    case LastHttpContent _ -> LastHttpContent.EMPTY_LAST_CONTENT;
                    default -> new DefaultHttpContent(Unpooled.EMPTY_BUFFER);
                };
        ReferenceCountUtil.release(message);
        var _ = ctx.write(bare, promise);
    }
}
