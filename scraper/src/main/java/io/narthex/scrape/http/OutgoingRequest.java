package io.narthex.scrape.http;

import io.narthex.client.ClientHeader;
import io.narthex.client.ClientSession;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

import java.net.URI;
import java.util.List;

/// A request with what it says of who asks.
///
/// @param route how it gets there
/// @param more headers beside those of the request itself
///
/// Thread safety: immutable.
record OutgoingRequest(ScrapeRequest request, Route route, List<ClientHeader> more) {
    int maxBodyBytes() {
        return request.maxBodyBytes();
    }

    /// What goes over the wire; each sending needs its own.
    FullHttpRequest encoded() {
        URI url = request.url();
        String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery();
        String asked = query == null ? path : path + "?" + query;
        URI proxy = route.proxy();
        boolean forwarded = proxy != null && route.isForwarded();
        byte[] posted = request.posted();
        DefaultFullHttpRequest message =
                new DefaultFullHttpRequest(
                        HttpVersion.HTTP_1_1,
                        posted == null ? HttpMethod.GET : HttpMethod.POST,
                        forwarded ? OpenChannel.originOf(url) + asked : asked,
                        posted == null ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(posted));
        if (posted != null) {
            message.headers().set(HttpHeaderNames.CONTENT_LENGTH, posted.length);
        }
        message.headers().set(HttpHeaderNames.HOST, url.getRawAuthority());
        request.headers().forEach((name, value) -> message.headers().set(name, value));
        if (proxy != null && forwarded) {
            ClientSession.proxyAuthorization(proxy)
                    .forEach(header -> message.headers().set(header.name(), header.value()));
        }
        more.forEach(header -> message.headers().add(header.name(), header.value()));
        return message;
    }
}
