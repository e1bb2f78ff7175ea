package io.narthex.remote;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.SeriesRef;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;

import org.jspecify.annotations.Nullable;

/// Walks over a `prometheus.WriteRequest` and appends its samples, without an object per sample or
/// per known series.
///
/// Metadata is passed over: as in Prometheus, what is told of metrics is what targets say.
///
/// Thread safety: for one thread; reuse it.
final class WriteRequestDecoder {
    private static final int REQUEST_SERIES = 1 << 3 | ProtoReader.BYTES;
    static final int SERIES_LABEL = 1 << 3 | ProtoReader.BYTES;
    private static final int SERIES_SAMPLE = 2 << 3 | ProtoReader.BYTES;
    private static final int SERIES_EXEMPLAR = 3 << 3 | ProtoReader.BYTES;
    private static final int SERIES_HISTOGRAM = 4 << 3 | ProtoReader.BYTES;
    private static final int SAMPLE_VALUE = 1 << 3 | ProtoReader.FIXED64;
    private static final int SAMPLE_TIMESTAMP = 2 << 3 | ProtoReader.VARINT;
    private static final int EXEMPLAR_VALUE = 2 << 3 | ProtoReader.FIXED64;
    private static final int EXEMPLAR_TIMESTAMP = 3 << 3 | ProtoReader.VARINT;

    private final ProtoReader reader = new ProtoReader();
    private final LabelsDecoder labelsDecoder = new LabelsDecoder();
    private final SeriesFinder finder;
    private final HistogramDecoder histogram = new HistogramDecoder();
    private final SeriesPlaces places = new SeriesPlaces();
    private final Rejections rejections = new Rejections();

    private byte[] bytes = new byte[0];
    private long maxTime;
    private int appended;
    private int skippedSeries;

    /// Of the series being read: its label fields, and its reference.
    private int labelsFrom;

    private int labelsTo;
    private boolean contiguous;
    private boolean exemplars;
    private long ref;

    WriteRequestDecoder(SeriesCache cache) {
        this.finder = new SeriesFinder(cache, labelsDecoder);
    }

    /// Appends the samples of a request.
    ///
    /// @param newest samples after this time are rejected, epoch milliseconds
    /// @throws ProtoException if the request is broken; what was appended is to be rolled back
    void decode(byte[] request, int size, long newest, Appender appender) {
        bytes = request;
        maxTime = newest;
        appended = 0;
        skippedSeries = 0;
        places.clear();
        rejections.clear();
        reader.reset(bytes, 0, size);
        while (reader.find(REQUEST_SERIES)) {
            int length = reader.length();
            int from = reader.position();
            series(from, from + length, appender);
            reader.seek(from + length, size);
        }
    }

    /// Lets go of what an unusually large request took.
    void release() {
        bytes = new byte[0];
        places.clear();
    }

    Rejections rejections() {
        return rejections;
    }

    /// Series left out because of their labels.
    int skippedSeries() {
        return skippedSeries;
    }

    /// The labels of the series of the first rejected sample.
    @Nullable Labels firstRejected() {
        int series = rejections.series();
        if (series < 0) {
            series = places.of(rejections.index());
        }
        return labelsDecoder.decode(bytes, places.from(series), places.to(series));
    }

    private void series(int from, int to, Appender appender) {
        if (scan(from, to) == 0) {
            if (exemplars && appender.takesExemplars()) {
                exemplarsOnly(from, to, appender);
            }
            return;
        }
        ref = SeriesRef.NONE;
        if (!find(from, to)) {
            // Nobody's loss but the sender's, as in Prometheus.
            skippedSeries++;
            return;
        }
        places.add(appended, from, to);
        samples(from, to, appender);
        if (exemplars && appender.takesExemplars() && ref > SeriesRef.NONE) {
            exemplars(from, to, appender);
        }
    }

    private void samples(int from, int to, Appender appender) {
        boolean labelsFirst = contiguous && labelsFrom == from;
        reader.seek(labelsFirst ? labelsTo : from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case SERIES_SAMPLE -> {
                    int outer = reader.enter();
                    sample(appender);
                    reader.leave(outer);
                }
                case SERIES_HISTOGRAM -> {
                    int end = reader.length() + reader.position();
                    histogram(reader.position(), end, appender);
                    reader.seek(end, to);
                }
                default -> reader.skip(tag);
            }
        }
    }

    /// Senders often send an exemplar apart from its series' samples. It creates no series.
    private void exemplarsOnly(int from, int to, Appender appender) {
        Labels labels = labelsDecoder.decode(bytes, from, to);
        ref = labels == null ? SeriesRef.NONE : appender.find(labels);
        if (ref != SeriesRef.NONE) {
            exemplars(from, to, appender);
        }
    }

    private void exemplars(int from, int to, Appender appender) {
        reader.seek(from, to);
        while (reader.find(SERIES_EXEMPLAR)) {
            int end = reader.length() + reader.position();
            exemplar(reader.position(), end, appender);
            reader.seek(end, to);
        }
    }

    /// Whatever is wrong with an exemplar costs no sample, and the sender is not told.
    private void exemplar(int from, int to, Appender appender) {
        double value = 0;
        long timestamp = 0;
        reader.seek(from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case EXEMPLAR_VALUE -> value = reader.float64();
                case EXEMPLAR_TIMESTAMP -> timestamp = reader.varint();
                default -> reader.skip(tag);
            }
        }
        Labels labels = labelsDecoder.decodeAny(bytes, from, to);
        if (labels != null && timestamp <= maxTime) {
            AppendStatus _ =
                    appender.appendExemplar(
                            ref, new Exemplar(labels, value, timestamp, timestamp != 0));
        }
    }

    /// Finds where the labels lie.
    ///
    /// @return the number of samples and histograms
    private int scan(int from, int to) {
        labelsFrom = from;
        labelsTo = from;
        contiguous = true;
        exemplars = false;
        int values = 0;
        reader.seek(from, to);
        while (reader.hasMore()) {
            int start = reader.position();
            int tag = reader.tag();
            reader.skip(tag);
            if (tag == SERIES_LABEL) {
                if (labelsTo == labelsFrom) {
                    labelsFrom = start;
                } else if (labelsTo != start) {
                    contiguous = false;
                }
                labelsTo = reader.position();
            } else if (tag == SERIES_SAMPLE || tag == SERIES_HISTOGRAM) {
                values++;
            } else if (tag == SERIES_EXEMPLAR) {
                exemplars = true;
            }
        }
        return values;
    }

    /// Begins with a series.
    ///
    /// @return whether its labels are valid
    private boolean find(int from, int to) {
        return contiguous
                ? finder.begin(bytes, from, to, labelsFrom, labelsTo)
                : finder.begin(bytes, from, to);
    }

    private void sample(Appender appender) {
        double value = 0;
        long timestamp = 0;
        while (reader.hasMore()) {
            int tag = reader.tag();
            switch (tag) {
                case SAMPLE_VALUE -> value = reader.float64();
                case SAMPLE_TIMESTAMP -> timestamp = reader.varint();
                default -> reader.skip(tag);
            }
        }
        if (timestamp > maxTime) {
            reject(AppendStatus.OUT_OF_BOUNDS);
            return;
        }
        ref = finder.refAt(timestamp, appender);
        AppendStatus status = append(timestamp, value, appender);
        if (status == AppendStatus.UNKNOWN_REF) {
            ref = finder.resolve(timestamp, appender);
            status = append(timestamp, value, appender);
        }
        note(status);
    }

    private void note(AppendStatus status) {
        switch (status) {
            case OK -> appended++;
            case UNKNOWN_REF ->
                    throw new IllegalStateException(
                            "BUG: the store does not know the reference it just gave");
            default -> reject(status);
        }
    }

    private AppendStatus append(long timestamp, double value, Appender appender) {
        return SeriesRef.isRefusal(ref)
                ? SeriesRef.reason(ref)
                : appender.append(ref, timestamp, value);
    }

    private void histogram(int at, int end, Appender appender) {
        histogram.decode(bytes, at, end);
        String problem = histogram.problem();
        if (problem != null) {
            rejections.add(AppendStatus.INVALID_HISTOGRAM, problem, appended, places.last());
        } else if (histogram.timestamp() > maxTime) {
            reject(AppendStatus.OUT_OF_BOUNDS);
        } else {
            ref = finder.refAt(histogram.timestamp(), appender);
            AppendStatus status = appendHistogram(appender);
            if (status == AppendStatus.UNKNOWN_REF) {
                ref = finder.resolve(histogram.timestamp(), appender);
                status = appendHistogram(appender);
            }
            note(status);
        }
    }

    private AppendStatus appendHistogram(Appender appender) {
        return SeriesRef.isRefusal(ref)
                ? SeriesRef.reason(ref)
                : histogram.append(appender, ref, null);
    }

    private void reject(AppendStatus status) {
        rejections.add(status, RejectionText.of(status), appended, places.last());
    }
}
