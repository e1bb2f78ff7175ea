package io.narthex.tsdb.chunk;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The encodings of sealed chunks, with the numbers that name them in files.
///
/// Prometheus' own numbers are small; ours are 0x70 and up, below 0x80, the bit by which Prometheus
/// marks out-of-order chunks.
///
/// Thread safety: immutable.
public enum ChunkEncoding {
    /// Gorilla's XOR encoding of floats, as Prometheus writes it.
    XOR(1, false, false) {
        @Override
        public ChunkReader newReader() {
            return new XorChunk();
        }

        @Override
        public FloatChunkEncoder newFloatEncoder() {
            return new XorEncoder();
        }

        @Override
        public List<ChunkField> fields(byte[] bytes, int length) {
            return new XorFields(bytes, length).fields();
        }
    },
    /// Native histograms with integer counts, as Prometheus writes them.
    HISTOGRAM(2, true, false) {
        @Override
        public ChunkReader newReader() {
            return new HistogramChunk(true, false);
        }
    },
    /// Native histograms with float counts, as Prometheus writes them.
    FLOAT_HISTOGRAM(3, true, false) {
        @Override
        public ChunkReader newReader() {
            return new HistogramChunk(false, false);
        }
    },
    /// XOR encoding of floats that takes less, and start timestamps where there are any: see
    /// [Xor2Chunk].
    XOR2(4, false, true) {
        @Override
        public ChunkReader newReader() {
            return new Xor2Chunk();
        }

        @Override
        public FloatChunkEncoder newFloatEncoder() {
            return new Xor2Encoder();
        }

        @Override
        public List<ChunkField> fields(byte[] bytes, int length) {
            return Xor2Chunk.fields(bytes, length);
        }
    },
    /// Like [#HISTOGRAM], with start timestamps, as Prometheus writes them.
    HISTOGRAM_STARTS(5, true, true) {
        @Override
        public ChunkReader newReader() {
            return new HistogramChunk(true, true);
        }

        @Override
        public List<ChunkField> fields(byte[] bytes, int length) {
            return HistogramChunk.startedFields(bytes, length);
        }
    },
    /// Like [#FLOAT_HISTOGRAM], with start timestamps, as Prometheus writes them.
    FLOAT_HISTOGRAM_STARTS(6, true, true) {
        @Override
        public ChunkReader newReader() {
            return new HistogramChunk(false, true);
        }

        @Override
        public List<ChunkField> fields(byte[] bytes, int length) {
            return HistogramChunk.startedFields(bytes, length);
        }
    },
    /// The native encoding of floats: see [LforChunk].
    LFOR(0x70, false, false) {
        @Override
        public ChunkReader newReader() {
            return new LforChunk();
        }

        @Override
        public FloatChunkEncoder newFloatEncoder() {
            return new LforEncoder();
        }

        @Override
        public List<ChunkField> fields(byte[] bytes, int length) {
            return LforFields.of(bytes, length);
        }
    },
    /// Like [#LFOR], with start timestamps: see [StartedLforChunk].
    LFOR_STARTS(0x71, false, true) {
        @Override
        public ChunkReader newReader() {
            return new StartedLforChunk();
        }

        @Override
        public List<ChunkField> fields(byte[] bytes, int length) {
            return LforFields.ofStarted(bytes, length);
        }
    },
    /// Differences from another chunk: see [BesideChunk].
    LFOR_BESIDE(0x72, false, false) {
        @Override
        public ChunkReader newReader() {
            return new BesideChunk();
        }

        @Override
        public List<ChunkField> fields(byte[] bytes, int length) {
            return LforFields.ofBeside(bytes, length);
        }
    };

    private static final @Nullable ChunkEncoding[] BY_ID = byId();

    private final int id;
    private final boolean histogram;
    private final boolean starts;

    ChunkEncoding(int id, boolean histogram, boolean starts) {
        this.id = id;
        this.histogram = histogram;
        this.starts = starts;
    }

    /// The number that names the encoding in files, 1 … 127.
    public int id() {
        return id;
    }

    /// The name in files that people read, such as `lfor`.
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether Prometheus knows the encoding.
    public boolean isPrometheus() {
        return id < 0x70;
    }

    /// Whether the samples are native histograms.
    public boolean isHistogram() {
        return histogram;
    }

    /// Whether samples may have start timestamps.
    public boolean hasStarts() {
        return starts;
    }

    /// The encoding of floats with start timestamps for what has this one of floats without; null
    /// where there is none.
    public @Nullable ChunkEncoding started() {
        return switch (this) {
            case LFOR -> LFOR_STARTS;
            case XOR2 -> XOR2;
            default -> null;
        };
    }

    /// The encoding of native histograms.
    ///
    /// @param integers whether all counts are whole numbers
    /// @param starts whether there are start timestamps
    public static ChunkEncoding ofHistograms(boolean integers, boolean starts) {
        if (starts) {
            return integers ? HISTOGRAM_STARTS : FLOAT_HISTOGRAM_STARTS;
        }
        return integers ? HISTOGRAM : FLOAT_HISTOGRAM;
    }

    /// The parts of a chunk in the order of its bits, for people to look at.
    ///
    /// @param bytes the chunk from the array's start, with [Chunks#SLACK] behind it
    /// @throws MalformedChunkException if it is none
    public List<ChunkField> fields(byte[] bytes, int length) {
        int count = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return List.of(
                ChunkField.of(0, 16, ChunkPart.SAMPLES, count),
                ChunkField.of(16, 8, ChunkPart.RESET),
                ChunkField.of(24, 8 * (length - 3), ChunkPart.HISTOGRAMS));
    }

    /// A reader with scratch of its own.
    public abstract ChunkReader newReader();

    /// An encoder with scratch of its own.
    ///
    /// @throws UnsupportedOperationException for encodings of histograms, those that need start
    ///     timestamps, and those that need another chunk
    public FloatChunkEncoder newFloatEncoder() {
        throw new UnsupportedOperationException(this + " is not of floats alone");
    }

    /// The encoding that a number names; null where it is none that can be read here.
    public static @Nullable ChunkEncoding ofId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
    }

    /// Whether a text is the [#label] of an encoding that can be read here.
    public static boolean isLabel(String text) {
        return Arrays.stream(values()).anyMatch(encoding -> encoding.label().equals(text));
    }

    private static @Nullable ChunkEncoding[] byId() {
        @Nullable ChunkEncoding[] byId = new ChunkEncoding[128];
        for (ChunkEncoding encoding : values()) {
            byId[encoding.id] = encoding;
        }
        return byId;
    }
}
