/// Who may ask for what: TLS, passwords, tokens, and what a token's labels let its holder see.
///
/// Entry point: [io.narthex.http.security.WebConfigSource], which is asked at every request and
/// every handshake, so that a change takes effect at once.
@NullMarked
package io.narthex.http.security;

import org.jspecify.annotations.NullMarked;
