/// What the protocols that bring samples have in common: it is told what is wrong with a request.
///
/// Entry point: [io.narthex.remote.wire.RefusedException].
///
/// Threads: none; objects belong to the thread of their request.
@NullMarked
package io.narthex.remote.wire;

import org.jspecify.annotations.NullMarked;
