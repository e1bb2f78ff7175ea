/// What is logged of queries: slow ones in the server's own log, all of them in a file.
///
/// Entry point: [io.narthex.server.querylog.QueryLogs].
@NullMarked
package io.narthex.server.querylog;

import org.jspecify.annotations.NullMarked;
