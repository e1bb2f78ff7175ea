package io.narthex.scrape.http;

import io.netty.channel.Channel;

import java.net.URI;

/// A connection and what gathers the responses that come over it.
///
/// @param origin whom it leads to: scheme, host and port
record OpenChannel(Channel channel, ResponseCollector collector, String origin) {
    /// Whether a request for a URL may go over it.
    boolean leadsTo(URI url) {
        return channel.isActive() && origin.equals(originOf(url));
    }

    static String originOf(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
