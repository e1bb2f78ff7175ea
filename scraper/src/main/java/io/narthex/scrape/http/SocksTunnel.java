package io.narthex.scrape.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Asks a proxy of SOCKS version 5 (RFC 1928, with the names and passwords of RFC 1929) to connect
/// to a target, whose name it looks up.
///
/// Netty has a handler for this too. It wants to be the one who dials the proxy, by an address that
/// it is made with, while [Dialer] tries the addresses of a proxy in turn as it does those of a
/// target; it has a timeout of its own beside the scrape's; and it says the replies in words that
/// are not Prometheus'. All that would have to be worked around, by as much code as there is here.
///
/// Thread safety: on the event loop of one connection.
final class SocksTunnel extends Tunnel {
    private static final int VERSION = 5;
    private static final int NO_AUTHENTICATION = 0;
    private static final int PASSWORD = 2;
    private static final int PASSWORD_VERSION = 1;
    private static final int CONNECT = 1;
    private static final int IPV4 = 1;
    private static final int NAME = 3;
    private static final int IPV6 = 4;
    private static final int LONGEST = 255;

    /// Bytes of an answer before an address.
    private static final int HEAD = 4;

    /// What a proxy says instead of connecting, by number.
    private static final List<String> REPLIES =
            List.of(
                    "succeeded",
                    "general SOCKS server failure",
                    "connection not allowed by ruleset",
                    "network unreachable",
                    "host unreachable",
                    "connection refused",
                    "TTL expired",
                    "command not supported",
                    "address type not supported");

    /// A name and a password with a colon between them, or null.
    private final @Nullable String userInfo;

    /// What came and was not understood yet.
    private final ByteBuf in = Unpooled.buffer(LONGEST);

    private Step step = Step.METHOD;

    /// What the proxy answers next.
    private enum Step {
        METHOD,
        PASSWORD,
        CONNECTION
    }

    /// @param whenThrough adds the handlers of what follows
    SocksTunnel(Route route, Runnable whenThrough) {
        super(route, whenThrough);
        URI proxy = route.proxy();
        this.userInfo = proxy == null ? null : proxy.getUserInfo();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        send(
                context,
                userInfo == null
                        ? new byte[] {VERSION, 1, NO_AUTHENTICATION}
                        : new byte[] {VERSION, 2, NO_AUTHENTICATION, PASSWORD});
    }

    private static void send(ChannelHandlerContext context, byte[] bytes) {
        var _ = context.writeAndFlush(Unpooled.wrappedBuffer(bytes), context.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws FetchException {
        try {
            in.writeBytes((ByteBuf) message);
        } finally {
            ReferenceCountUtil.release(message);
        }
        boolean more = true;
        while (more && in.isReadable(2)) {
            more = take(context);
        }
    }

    /// Takes an answer, if it came as a whole.
    private boolean take(ChannelHandlerContext context) throws FetchException {
        return switch (step) {
            case METHOD -> {
                method(context, in.readUnsignedByte(), in.readUnsignedByte());
                yield true;
            }
            case PASSWORD -> {
                in.skipBytes(1);
                if (in.readUnsignedByte() != 0) {
                    throw refusedBySocks("username/password authentication failed");
                }
                connect(context);
                yield true;
            }
            case CONNECTION -> connection(context);
        };
    }

    private void method(ChannelHandlerContext context, int version, int method)
            throws FetchException {
        if (version != VERSION) {
            throw refusedBySocks("unexpected protocol version " + version);
        }
        if (method == PASSWORD && userInfo != null) {
            step = Step.PASSWORD;
            send(context, password(userInfo));
        } else if (method == NO_AUTHENTICATION) {
            connect(context);
        } else {
            throw refusedBySocks("no acceptable authentication methods");
        }
    }

    private static byte[] password(String userInfo) throws FetchException {
        int colon = userInfo.indexOf(':');
        String name = colon < 0 ? userInfo : userInfo.substring(0, colon);
        byte[] user = name.getBytes(StandardCharsets.UTF_8);
        byte[] secret =
                (colon < 0 ? "" : userInfo.substring(colon + 1)).getBytes(StandardCharsets.UTF_8);
        if (user.length == 0 || user.length > LONGEST || secret.length > LONGEST) {
            throw refusedBySocks("invalid username/password");
        }
        ByteBuf message = Unpooled.buffer();
        message.writeByte(PASSWORD_VERSION).writeByte(user.length).writeBytes(user);
        message.writeByte(secret.length).writeBytes(secret);
        return bytes(message);
    }

    private void connect(ChannelHandlerContext context) throws FetchException {
        step = Step.CONNECTION;
        HostPort target = route.target();
        byte[] address = NetUtil.createByteArrayFromIpAddressString(target.host());
        ByteBuf message = Unpooled.buffer().writeBytes(new byte[] {VERSION, CONNECT, 0});
        if (address == null) {
            byte[] name = target.host().getBytes(StandardCharsets.UTF_8);
            if (name.length > LONGEST) {
                throw refusedBySocks("the target's name is too long");
            }
            message.writeByte(NAME).writeByte(name.length).writeBytes(name);
        } else {
            message.writeByte(address.length == 4 ? IPV4 : IPV6).writeBytes(address);
        }
        send(context, bytes(message.writeShort(target.port())));
    }

    private static byte[] bytes(ByteBuf message) {
        byte[] bytes = new byte[message.readableBytes()];
        message.readBytes(bytes);
        return bytes;
    }

    private boolean connection(ChannelHandlerContext context) throws FetchException {
        if (in.readableBytes() < HEAD + 1 || in.readableBytes() < answerLength()) {
            return false;
        }
        int reply = in.getUnsignedByte(in.readerIndex() + 1);
        if (reply != 0) {
            throw refusedBySocks(
                    reply < REPLIES.size() ? REPLIES.get(reply) : "unknown code: " + reply);
        }
        // Nothing follows: a target speaks when it was spoken to.
        through(context);
        return false;
    }

    /// The last answer says from where the proxy connects.
    private int answerLength() throws FetchException {
        int at = in.readerIndex();
        int kind = in.getUnsignedByte(at + HEAD - 1);
        return HEAD
                + Short.BYTES
                + switch (kind) {
                    case IPV4 -> 4;
                    case IPV6 -> 16;
                    case NAME -> 1 + in.getUnsignedByte(at + HEAD);
                    default -> throw refusedBySocks("unknown address type " + kind);
                };
    }

    private static FetchException refusedBySocks(String why) {
        return refused("socks connect: " + why);
    }
}
