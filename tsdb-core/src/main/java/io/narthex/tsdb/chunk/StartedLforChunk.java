package io.narthex.tsdb.chunk;

/// Reads LFOR chunks whose samples have start timestamps: two bytes with the length of a
/// [StartColumn], that column, then a chunk like those without. The column is decoded when somebody
/// asks for it.
///
/// Thread safety: as [ChunkReader] says.
public final class StartedLforChunk extends LforChunk {
    /// Bytes of the column's length.
    static final int LENGTH_BYTES = 2;

    private final long[] starts = new long[Chunks.MAX_LONG_SAMPLES];
    private byte[] bytes = new byte[0];
    private int column;
    private int columnEnd;
    private boolean decoded;

    @Override
    public void reset(byte[] chunk, int from, int size) {
        int end = columnEnd(chunk, from, size);
        super.reset(chunk, end, from + size - end);
        StartColumn.check(chunk, from + LENGTH_BYTES, end, count());
        started(chunk, from, end);
    }

    @Override
    public void reset(byte[] chunk, int from) {
        int end = columnEnd(chunk, from);
        super.reset(chunk, end);
        started(chunk, from, end);
    }

    private void started(byte[] chunk, int from, int end) {
        bytes = chunk;
        column = from + LENGTH_BYTES;
        columnEnd = end;
        decoded = false;
    }

    private static int columnEnd(byte[] chunk, int from) {
        return from + LENGTH_BYTES + (chunk[from] & 0xff | (chunk[from + 1] & 0xff) << 8);
    }

    /// Where the column of a chunk ends that may be anything.
    ///
    /// @throws MalformedChunkException if it does not end within the chunk
    static int columnEnd(byte[] chunk, int from, int size) {
        if (size < LENGTH_BYTES || columnEnd(chunk, from) > from + size) {
            throw new MalformedChunkException("no room for start timestamps in " + size + " bytes");
        }
        return columnEnd(chunk, from);
    }

    @Override
    public long startAt(int i) {
        if (!decoded) {
            StartColumn.decode(bytes, column, columnEnd, times(), starts);
            decoded = true;
        }
        return starts[i];
    }
}
