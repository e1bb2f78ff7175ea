package io.narthex.http.net;

import io.netty.channel.Channel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http2.Http2Exception;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;

/// Tells why a connection broke: loudly only where it may be our fault, since any client can make
/// one break.
///
/// Thread safety: stateless.
final class BrokenConnection {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenConnection.class);

    private BrokenConnection() {}

    static void tell(Channel channel, Throwable cause) {
        Throwable reason =
                cause instanceof DecoderException && cause.getCause() != null
                        ? cause.getCause()
                        : cause;
        if (reason instanceof IOException || reason instanceof Http2Exception) {
            LOG.debug("connection from {} broke: {}", channel.remoteAddress(), reason.toString());
        } else {
            LOG.warn("connection from {} is closed", channel.remoteAddress(), cause);
        }
    }
}
