package io.narthex.scrape.http;

import io.netty.channel.Channel;

import java.net.URI;

/// A connection and what gathers the responses that come over it.
///
/// @param origin whom it leads to: scheme, host and port
/// @param route how it was made
record OpenChannel(Channel channel, ResponseCollector collector, String origin, Route route) {
    /// Whether a request for a URL may go over it, as things are now: keys may have changed.
    boolean leadsTo(URI url, Route by) {
        return channel.isActive() && origin.equals(originOf(url)) && route.equals(by);
    }

    static String originOf(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
