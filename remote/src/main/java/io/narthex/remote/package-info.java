/// Remote write: takes samples that another process pushes.
///
/// Entry point: [io.narthex.remote.RemoteWriteReceiver#receive] with the headers and the compressed
/// body of one request. HTTP itself is not known here.
///
/// Threads: a receiver is shared by all requests; each request is handled on its caller's thread
/// with a decoder of its own.
@NullMarked
package io.narthex.remote;

import org.jspecify.annotations.NullMarked;
