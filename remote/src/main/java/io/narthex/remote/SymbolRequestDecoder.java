package io.narthex.remote;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.model.SeriesRef;
import io.narthex.model.StartTimestampAppender;
import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.BadRequests;
import io.narthex.remote.wire.KnownStarts;
import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.BitSet;

/// Walks over an `io.prometheus.write.v2.Request` and appends what it holds, without an object per
/// sample or per known series. What is wrong with a series or a sample is noted, and the rest
/// stored.
///
/// Thread safety: for one thread; reuse it.
final class SymbolRequestDecoder {
    private static final int REQUEST_SERIES = 5 << 3 | ProtoReader.BYTES;
    private static final int VALUE = 1 << 3 | ProtoReader.FIXED64;
    private static final int TIMESTAMP = 2 << 3 | ProtoReader.VARINT;
    private static final int START_TIMESTAMP = 3 << 3 | ProtoReader.VARINT;
    private static final int EXEMPLAR_VALUE = 2 << 3 | ProtoReader.FIXED64;
    private static final int EXEMPLAR_TIMESTAMP = 3 << 3 | ProtoReader.VARINT;

    /// Labels of a request take at most this times what the request itself may have.
    private static final int LABELS_FACTOR = 8;

    private static final String TOO_FAR = "out of bounds: timestamp is too far in the future";

    private final WriteFeatures features;
    private final KnownStarts knownStarts;
    private final ProtoReader reader = new ProtoReader();
    private final SymbolTable symbols = new SymbolTable();
    private final SymbolLabels labels;
    private final LabelsDecoder labelsDecoder = new LabelsDecoder();
    private final SeriesFinder finder;
    private final HistogramDecoder histogram = new HistogramDecoder();
    private final SeriesHeader header = new SeriesHeader();
    private final SeriesPlaces places = new SeriesPlaces();
    private final BadRequests bad = new BadRequests();

    private byte[] bytes = new byte[0];
    private long maxTime;
    private @Nullable StartTimestampAppender starts;

    /// Of what the store took into the batch: how many, and which are histograms, or zeros that
    /// nobody sent.
    private int appended;

    private final BitSet histograms = new BitSet();
    private final BitSet zeros = new BitSet();
    private int exemplars;
    private WrittenCounts written = WrittenCounts.NONE;
    private int skippedSeries;

    /// Of the series being read.
    private long ref;

    SymbolRequestDecoder(
            SeriesCache cache,
            int maxDecodedBytes,
            WriteFeatures features,
            KnownStarts knownStarts) {
        this.finder = new SeriesFinder(cache, labelsDecoder);
        this.features = features;
        this.knownStarts = knownStarts;
        this.labels = new SymbolLabels(symbols, (long) LABELS_FACTOR * maxDecodedBytes);
    }

    /// Appends the samples of a request.
    ///
    /// @param newest samples after this time are rejected, epoch milliseconds
    /// @throws RefusedException if the request is broken; what was appended is to be rolled back
    void decode(byte[] request, int size, long newest, Appender appender) throws RefusedException {
        bytes = request;
        maxTime = newest;
        starts = features.storedStarts() && appender instanceof StartTimestampAppender s ? s : null;
        appended = 0;
        histograms.clear();
        zeros.clear();
        exemplars = 0;
        skippedSeries = 0;
        places.clear();
        written = WrittenCounts.NONE;
        bad.clear();
        labels.clear();
        symbols.read(bytes, size);
        reader.reset(bytes, 0, size);
        while (reader.find(REQUEST_SERIES)) {
            int length = reader.length();
            int from = reader.position();
            series(from, from + length, appender);
            reader.seek(from + length, size);
        }
    }

    /// Adds what the store said at the end.
    void judge(CommitResult result) throws RefusedException {
        int lostSamples = 0;
        int lostHistograms = 0;
        for (CommitResult.Rejection r : result.rejections()) {
            if (zeros.get(r.index())) {
                continue; // nobody sent it
            }
            if (histograms.get(r.index())) {
                lostHistograms++;
            } else {
                lostSamples++;
            }
            reject(places.of(r.index()), RejectionText.of(r.status()));
        }
        int sent = appended - zeros.cardinality();
        int sentHistograms = histograms.cardinality();
        written =
                new WrittenCounts(
                        sent - sentHistograms - lostSamples,
                        sentHistograms - lostHistograms,
                        exemplars);
    }

    /// What was wrong with parts of the request.
    BadRequests bad() {
        return bad;
    }

    /// What was stored, once [#judge] was called.
    WrittenCounts written() {
        return written;
    }

    /// Series left out because of their labels.
    int skippedSeries() {
        return skippedSeries;
    }

    /// Lets go of what an unusually large request took.
    void release() {
        bytes = new byte[0];
        starts = null;
        symbols.shrink();
        labels.clear();
        places.clear();
    }

    private void series(int from, int to, Appender appender) throws RefusedException {
        places.add(appended, from, to);
        header.read(bytes, from, to, labels);
        String problem = header.problem(symbols);
        if (!encodeLabels()) {
            skip("parsing labels for", labels.problem());
            return;
        }
        if (!problem.isEmpty()) {
            skip("parsing metadata for", problem);
            return;
        }
        ref = SeriesRef.NONE;
        byte[] key = labels.encoded();
        if (!finder.begin(key, 0, labels.length(), 0, labels.length())) {
            skip("invalid metric name or labels of", labelsDecoder.problem());
        } else if (header.values() == 0) {
            reject("TimeSeries must contain at least one sample or histogram");
        } else {
            samples(from, to, appender);
            if (header.hasExemplars() && ref > SeriesRef.NONE) {
                exemplars(from, to, appender);
            }
        }
    }

    private void skip(String what, String problem) {
        skippedSeries++;
        bad.add(places.last(), what + " the request's series " + places.last() + ": " + problem);
    }

    private boolean encodeLabels() throws RefusedException {
        boolean described =
                features.typeAndUnitLabels()
                        && symbols.has(header.unit())
                        && (header.type() != MetricType.UNKNOWN || header.unit() != 0);
        return labels.encode(bytes, described ? header.type() : null, header.unit());
    }

    private void samples(int from, int to, Appender appender) throws RefusedException {
        reader.seek(from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag == SeriesHeader.SAMPLE || tag == SeriesHeader.HISTOGRAM) {
                int end = reader.length() + reader.position();
                if (tag == SeriesHeader.SAMPLE) {
                    sample(end, appender);
                } else {
                    histogram(reader.position(), end, appender);
                }
                reader.seek(end, to);
            } else {
                reader.skip(tag);
            }
        }
    }

    private void sample(int end, Appender appender) throws RefusedException {
        double value = 0;
        long timestamp = 0;
        long start = 0;
        reader.seek(reader.position(), end);
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case VALUE -> value = reader.float64();
                case TIMESTAMP -> timestamp = reader.varint();
                case START_TIMESTAMP -> start = reader.varint();
                default -> reader.skip(tag);
            }
        }
        if (timestamp > maxTime) {
            reject(TOO_FAR);
            return;
        }
        ref = finder.refAt(timestamp, appender);
        if (wantsZero(timestamp, start)) {
            zero(appender.append(ref, start, 0.0));
        }
        AppendStatus status = append(timestamp, value, start, appender);
        if (status == AppendStatus.UNKNOWN_REF) {
            ref = finder.resolve(timestamp, appender);
            status = append(timestamp, value, start, appender);
        }
        note(status);
    }

    private AppendStatus append(long timestamp, double value, long start, Appender appender) {
        if (SeriesRef.isRefusal(ref)) {
            return SeriesRef.reason(ref);
        }
        return starts == null || start == 0
                ? appender.append(ref, timestamp, value)
                : starts.append(ref, timestamp, value, start);
    }

    private void histogram(int from, int to, Appender appender) throws RefusedException {
        histogram.decode(bytes, from, to);
        long timestamp = histogram.timestamp();
        String problem = histogram.problem();
        if (timestamp > maxTime || problem != null) {
            reject(problem == null ? TOO_FAR : problem);
            return;
        }
        ref = finder.refAt(timestamp, appender);
        long start = histogram.startTimestamp();
        if (wantsZero(timestamp, start)) {
            zero(appender.append(ref, start, histogram.zero()));
        }
        AppendStatus status = appendHistogram(appender);
        if (status == AppendStatus.UNKNOWN_REF) {
            ref = finder.resolve(timestamp, appender);
            status = appendHistogram(appender);
        }
        if (status == AppendStatus.OK) {
            histograms.set(appended);
        }
        note(status);
    }

    private AppendStatus appendHistogram(Appender appender) {
        return SeriesRef.isRefusal(ref)
                ? SeriesRef.reason(ref)
                : histogram.append(appender, ref, histogram.startTimestamp() == 0 ? null : starts);
    }

    private void note(AppendStatus status) throws RefusedException {
        switch (status) {
            case OK -> appended++;
            case UNKNOWN_REF ->
                    throw new IllegalStateException(
                            "BUG: the store does not know the reference it just gave");
            default -> reject(RejectionText.of(status));
        }
    }

    private boolean wantsZero(long timestamp, long start) {
        return features.zeroStarts()
                && start != 0
                && start < timestamp
                && !SeriesRef.isRefusal(ref)
                && knownStarts.add(ref, start);
    }

    private void zero(AppendStatus status) {
        if (status == AppendStatus.OK) {
            zeros.set(appended);
            appended++;
        }
    }

    private void exemplars(int from, int to, Appender appender) throws RefusedException {
        reader.seek(from, to);
        while (reader.find(SeriesHeader.EXEMPLAR)) {
            int end = reader.length() + reader.position();
            exemplar(reader.position(), end, appender);
            reader.seek(end, to);
        }
    }

    private void exemplar(int from, int to, Appender appender) throws RefusedException {
        double value = 0;
        long timestamp = 0;
        labels.begin();
        reader.seek(from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if (tag >>> 3 == SeriesHeader.LABELS_REFS) {
                reader.seek(labels.take(tag, bytes, reader.position(), to), to);
            } else if (tag == EXEMPLAR_VALUE) {
                value = reader.float64();
            } else if (tag == EXEMPLAR_TIMESTAMP) {
                timestamp = reader.varint();
            } else {
                reader.skip(tag);
            }
        }
        if (!labels.encode(bytes, null, 0)) {
            reject("parsing exemplar: " + labels.problem());
        } else if (timestamp <= maxTime) {
            exemplar(value, timestamp, appender);
        }
    }

    /// One whose labels are not valid, or too long, is dropped without a word, as in Prometheus.
    private void exemplar(double value, long timestamp, Appender appender) throws RefusedException {
        Labels own = labelsDecoder.decodeAny(labels.encoded(), 0, labels.length());
        if (own == null) {
            return;
        }
        switch (appender.appendExemplar(ref, new Exemplar(own, value, timestamp, timestamp != 0))) {
            case OK -> exemplars++;
            case OUT_OF_ORDER -> reject("out of order exemplar");
            default -> {}
        }
    }

    private void reject(String reason) throws RefusedException {
        reject(places.last(), reason);
    }

    private void reject(int series, String reason) throws RefusedException {
        if (bad.isFull()) {
            bad.addSilently();
        } else {
            bad.add(series, reason + " for series " + labelsOf(series));
        }
    }

    /// The labels of a series, read again.
    private @Nullable Labels labelsOf(int series) throws RefusedException {
        SymbolLabels again = new SymbolLabels(symbols, Long.MAX_VALUE);
        new SeriesHeader().read(bytes, places.from(series), places.to(series), again);
        return again.encode(bytes, null, 0)
                ? new LabelsDecoder().decode(again.encoded(), 0, again.length())
                : null;
    }
}
