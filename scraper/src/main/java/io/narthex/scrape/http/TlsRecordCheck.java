package io.narthex.scrape.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

import java.io.Serial;

import javax.net.ssl.SSLException;

/// Notices that the answer to a plain request is a TLS alert, which as HTTP would make no sense.
///
/// Thread safety: on the event loop of one connection.
final class TlsRecordCheck extends ChannelInboundHandlerAdapter {
    private static final int ALERT = 21;

    /// The port speaks TLS.
    static final class TlsExpected extends SSLException {
        @Serial private static final long serialVersionUID = 1;

        TlsExpected() {
            super("the answer is a TLS record, not HTTP");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.pipeline().remove(this);
        if (message instanceof ByteBuf bytes
                && bytes.isReadable()
                && bytes.getUnsignedByte(bytes.readerIndex()) == ALERT) {
            ReferenceCountUtil.release(message);
            context.fireExceptionCaught(new TlsExpected());
        } else {
            context.fireChannelRead(message);
        }
    }
}
