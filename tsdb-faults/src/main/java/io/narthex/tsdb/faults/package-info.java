/// A file system that fails on purpose, and the tests that let the store meet it: full disks,
/// failing syncs, power cuts, killed processes.
///
/// Entry point: [io.narthex.tsdb.faults.FaultyFileStore]. Threads: any may use it.
@NullMarked
package io.narthex.tsdb.faults;

import org.jspecify.annotations.NullMarked;
