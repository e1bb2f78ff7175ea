/// HTTP/1.1 over Netty, without any knowledge of what is served.
///
/// Entry point: [io.narthex.http.net.NettyTransport], which hands each request to a
/// [io.narthex.http.net.RequestHandler] as an [io.narthex.http.net.Exchange].
///
/// Threads: a [io.narthex.http.net.Connection] lives on one event loop; an exchange belongs to the
/// virtual thread of its request, and only the hand-over between the two is shared. One request of
/// a connection is handled at a time; pipelined ones wait in order.
@NullMarked
package io.narthex.http.net;

import org.jspecify.annotations.NullMarked;
