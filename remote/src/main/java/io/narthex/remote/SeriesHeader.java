package io.narthex.remote;

import io.narthex.model.MetricType;
import io.narthex.model.proto.ProtoReader;

/// What a series of a remote write 2.0 request says of itself, without its samples.
///
/// Thread safety: for one thread; reuse it.
final class SeriesHeader {
    static final int LABELS_REFS = 1;
    static final int SAMPLE = 2 << 3 | ProtoReader.BYTES;
    static final int HISTOGRAM = 3 << 3 | ProtoReader.BYTES;
    static final int EXEMPLAR = 4 << 3 | ProtoReader.BYTES;
    private static final int METADATA = 5 << 3 | ProtoReader.BYTES;
    private static final int METADATA_TYPE = 1 << 3 | ProtoReader.VARINT;
    private static final int METADATA_HELP = 3 << 3 | ProtoReader.VARINT;
    private static final int METADATA_UNIT = 4 << 3 | ProtoReader.VARINT;

    /// By the number that metadata have.
    private static final MetricType[] TYPES = {
        MetricType.UNKNOWN,
        MetricType.COUNTER,
        MetricType.GAUGE,
        MetricType.HISTOGRAM,
        MetricType.GAUGEHISTOGRAM,
        MetricType.SUMMARY,
        MetricType.INFO,
        MetricType.STATESET
    };

    private final ProtoReader reader = new ProtoReader();
    private MetricType type = MetricType.UNKNOWN;
    private int unit;
    private int help;
    private int values;
    private boolean exemplars;

    /// Reads the fields of a series.
    ///
    /// @param labels gets the references to its labels
    void read(byte[] bytes, int from, int to, SymbolLabels labels) {
        type = MetricType.UNKNOWN;
        unit = 0;
        help = 0;
        values = 0;
        exemplars = false;
        labels.begin();
        reader.reset(bytes, from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag >>> 3 == LABELS_REFS) {
                reader.seek(labels.take(tag, bytes, reader.position(), to), to);
            } else if (tag == METADATA) {
                int end = reader.length() + reader.position();
                metadata(end);
                reader.seek(end, to);
            } else {
                values += tag == SAMPLE || tag == HISTOGRAM ? 1 : 0;
                exemplars |= tag == EXEMPLAR;
                reader.skip(tag);
            }
        }
    }

    private void metadata(int end) {
        reader.seek(reader.position(), end);
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case METADATA_TYPE -> {
                    long number = reader.varint();
                    boolean known = number >= 0 && number < TYPES.length;
                    type = known ? TYPES[(int) number] : MetricType.UNKNOWN;
                }
                case METADATA_HELP -> help = (int) reader.varint();
                case METADATA_UNIT -> unit = (int) reader.varint();
                default -> reader.skip(tag);
            }
        }
    }

    MetricType type() {
        return type;
    }

    /// The number of the symbol that is the metric's unit.
    int unit() {
        return unit;
    }

    /// Samples and histograms.
    int values() {
        return values;
    }

    boolean hasExemplars() {
        return exemplars;
    }

    /// What is wrong with the metadata, empty if nothing is.
    String problem(SymbolTable symbols) {
        if (!symbols.has(unit)) {
            return outside("unit_ref", unit, symbols);
        }
        return symbols.has(help) ? "" : outside("help_ref", help, symbols);
    }

    private static String outside(String field, int ref, SymbolTable symbols) {
        return "metadata %s %s outside of symbols table (size %d)"
                .formatted(field, Integer.toUnsignedString(ref), symbols.size());
    }
}
