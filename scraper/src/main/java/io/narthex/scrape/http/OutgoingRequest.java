package io.narthex.scrape.http;

import io.narthex.client.ClientHeader;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;

import java.net.URI;
import java.util.List;

/// A request with what it says of who asks.
///
/// @param more headers beside those of the request itself
///
/// Thread safety: immutable.
record OutgoingRequest(ScrapeRequest request, List<ClientHeader> more) {
    int maxBodyBytes() {
        return request.maxBodyBytes();
    }

    /// What goes over the wire; each sending needs its own.
    FullHttpRequest encoded() {
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
        more.forEach(header -> message.headers().add(header.name(), header.value()));
        return message;
    }
}
