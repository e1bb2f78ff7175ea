/// How this server asks others over HTTP, whoever does the asking: the keys that jobs,
/// Alertmanagers and remote stores have in common.
///
/// [HttpClientConfig] is what a configuration says, [ClientSession] what comes of it for the next
/// request: headers with passwords, which may stand in files, and tokens, which run out and are
/// asked for through a [TokenTransport].
///
/// Threads: none of its own; what may block says so.
@NullMarked
package io.narthex.client;

import org.jspecify.annotations.NullMarked;
