/// How samples are stored in bytes: the sealed LFOR chunk and the open block that fills before it.
///
/// Entry points: [io.narthex.tsdb.chunk.LforEncoder] seals, [io.narthex.tsdb.chunk.LforChunk] reads
/// what was sealed; [io.narthex.tsdb.chunk.OpenBlock] appends to the unsealed tail of a series,
/// [io.narthex.tsdb.chunk.OpenBlockReader] reads it. [io.narthex.tsdb.chunk.ChunkEncoding] names
/// the encodings of sealed chunks, Prometheus' among them, and gives a reader and an encoder for
/// each. [io.narthex.tsdb.chunk.Chunks] holds the sizes that callers allocate by. All layouts are
/// described in `docs/formats/chunks.md`.
///
/// Nothing here knows where the bytes live: every codec works on a `byte[]` and an offset, and
/// imports nothing of the project but the model. Encoders and readers hold scratch arrays and
/// belong to one thread; the bytes of a sealed chunk never change, and the bytes of an open block
/// below a captured length never change either, so any number of threads may read them, each with
/// its own reader.
@NullMarked
package io.narthex.tsdb.chunk;

import org.jspecify.annotations.NullMarked;
