/// Files, as the store uses them: a small port, so that tests can let every single operation fail.
///
/// Entry point: [io.narthex.tsdb.io.FileStore]; [io.narthex.tsdb.io.FileStore#local] is the real
/// one. Nothing here knows what the files hold.
///
/// Any thread may use a file store; what a file's methods allow is said there.
@NullMarked
package io.narthex.tsdb.io;

import org.jspecify.annotations.NullMarked;
