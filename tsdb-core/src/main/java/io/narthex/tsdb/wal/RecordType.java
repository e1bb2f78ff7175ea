package io.narthex.tsdb.wal;

import org.jspecify.annotations.Nullable;

/// What a record holds. The numbers are on disk and never change their meaning; those that nothing
/// writes yet are reserved.
enum RecordType {
    /// New series: references and labels.
    SERIES(1),
    /// The accepted float samples of one commit.
    SAMPLES(2),
    /// The store was opened: from which generation on references are given.
    OPENED(3),
    /// The accepted native histograms of one commit, see [HistogramsEncoder].
    HISTOGRAMS(4),
    /// Exemplars: of one commit, or, in a checkpoint, all there are; see [ExemplarsRecord].
    EXEMPLARS(5),
    /// Reserved: type, unit and help of metrics.
    METADATA(6),
    /// A request to delete samples; see [DeletionRecord].
    DELETION(7),
    /// Accepted float samples older than their series' newest: of one commit, or, in a checkpoint,
    /// all there are.
    OUT_OF_ORDER(8),
    /// The start timestamps of the samples in the record that follows, see [StartsRecord].
    START_TIMESTAMPS(9),
    /// Accepted native histograms older than their series' newest sample, as [#OUT_OF_ORDER] has
    /// floats.
    LATE_HISTOGRAMS(10),
    /// First of a checkpoint: what it is about as a whole.
    CHECKPOINT_START(16),
    /// The state of series and their open blocks.
    OPEN_BLOCKS(17),
    /// Last of a checkpoint: how much there was.
    CHECKPOINT_END(18),
    /// Of a checkpoint: deleted times of series; see [DeletedTimesRecord].
    DELETED_TIMES(19);

    private final int id;

    RecordType(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    /// Whether the items of a record are samples.
    boolean isOfSamples() {
        return this == SAMPLES
                || this == HISTOGRAMS
                || this == OUT_OF_ORDER
                || this == LATE_HISTOGRAMS;
    }

    /// The type with a number, or null.
    static @Nullable RecordType of(int id) {
        for (RecordType type : values()) {
            if (type.id == id) {
                return type;
            }
        }
        return null;
    }
}
