/// Samples that others push in other ways than remote write.
///
/// Entry point: [io.narthex.server.receive.TextImport], the handler of expositions that batch jobs
/// send.
///
/// Threads: handlers are called on the threads of requests.
@NullMarked
package io.narthex.server.receive;

import org.jspecify.annotations.NullMarked;
