package io.narthex.scrape.http;

import io.netty.handler.codec.http.HttpResponse;

/// What came over the wire for one request.
///
/// @param body as it was sent, perhaps compressed; valid until the next request over the connection
record Answer(HttpResponse head, GrowingBytes body) {}
