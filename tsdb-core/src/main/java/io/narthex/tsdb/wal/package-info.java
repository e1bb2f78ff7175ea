/// The write-ahead log: what was committed, in files that are only appended to, until a checkpoint
/// makes them superfluous.
///
/// Entry points: [io.narthex.tsdb.wal.Wal] writes, [io.narthex.tsdb.wal.WalReplay] reads after a
/// restart, [io.narthex.tsdb.wal.CheckpointWriter] and [io.narthex.tsdb.wal.CheckpointReader]
/// handle the checkpoint. All these files are records in the frame of
/// [io.narthex.tsdb.wal.RecordLayout]; see `docs/formats/wal.md` and `docs/formats/checkpoint.md`.
///
/// The log is written under the head's commit lock, one write per commit. Syncing happens outside
/// of it, on the threads that wait for it or on the store's own.
@NullMarked
package io.narthex.tsdb.wal;

import org.jspecify.annotations.NullMarked;
