/// Remote write takes samples that another process pushes; remote read gives samples to another
/// server, which asks [io.narthex.remote.RemoteReadHandler] with a request of its own.
///
/// Samples enter at [io.narthex.remote.RemoteWriteReceiver#receive], with the headers and the
/// compressed body of one request. HTTP itself is not known here. On the way of a body: headers are
/// checked, [SnappyBlock] decompresses, [WriteRequestDecoder] or, for 2.0, [SymbolRequestDecoder]
/// walks over the protobuf, [SeriesCache] turns label bytes into references, and one commit stores
/// the samples.
///
/// Threads: a receiver is shared by all requests; each request is handled on its caller's thread
/// with a decoder of its own.
@NullMarked
package io.narthex.remote;

import org.jspecify.annotations.NullMarked;
