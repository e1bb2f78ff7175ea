package io.narthex.scrape.text;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Turns the classic histograms of a text format into native ones with custom buckets: the series
/// of one histogram, which stand one after another, become one sample behind the last of them. A
/// histogram that contradicts itself is left out.
///
/// Thread safety: for one thread.
final class ConvertingParser extends ExpositionParser {
    private static final String BUCKET_SUFFIX = "_bucket";
    private static final String COUNT_SUFFIX = "_count";
    private static final String SUM_SUFFIX = "_sum";

    /// Begins the bytes of a converted histogram; no series of a text begins so.
    private static final char MARK = 0;

    /// More than any client library exposes of one histogram.
    private static final int MAX_EXEMPLARS = 1000;

    private final LineParser lines;
    private final boolean keepsClassic;
    private final NumberReader bound = new NumberReader();

    /// What has been gathered of a histogram, and the labels that it gets; null where nothing has.
    private final ClassicHistogram gathered = new ClassicHistogram();

    private @Nullable Labels base;

    /// The family that the last TYPE was about.
    private String familyName = "";

    private boolean gatheredHasTimestamp;
    private long gatheredTimestamp;
    private long gatheredStart;
    private List<Exemplar> exemplars = new ArrayList<>();

    /// An entry of the text that is to be given behind the histogram before it.
    private @Nullable Entry waiting;

    /// The histogram that was given last, if the current entry is one.
    private @Nullable Labels converted;

    private @Nullable Histogram integers;
    private @Nullable FloatHistogram floats;

    /// @param keepsClassic whether the series of the text are given too
    ConvertingParser(LineParser lines, boolean keepsClassic) {
        super(lines.seriesBytes, lines.number);
        this.lines = lines;
        this.keepsClassic = keepsClassic;
    }

    @Override
    public Entry next() {
        converted = null;
        while (true) {
            Entry entry = waiting;
            waiting = null;
            if (entry == null) {
                lines.predict(expected, expectedFrom, expectedTo);
                entry = lines.next();
                if (base != null && endsHistogram(entry) && convert()) {
                    waiting = entry;
                    return Entry.HISTOGRAM;
                }
            }
            if (take(entry)) {
                return entry;
            }
        }
    }

    /// Whether an entry belongs to another histogram than the one that is gathered, or to none.
    private boolean endsHistogram(Entry entry) {
        return entry != Entry.SERIES || !baseOf(lines.seriesLabels()).equals(base);
    }

    /// The labels of the histogram that a series is a part of; of any other series those of no
    /// histogram at all.
    private Labels baseOf(Labels series) {
        String name = series.metricName();
        String suffix = suffix(name);
        if (type != MetricType.HISTOGRAM || suffix.isEmpty()) {
            return Labels.empty();
        }
        String family = name.substring(0, name.length() - suffix.length());
        return family.equals(familyName)
                ? series.toBuilder().set(Labels.NAME, family).set(Labels.BUCKET, "").build()
                : Labels.empty();
    }

    private static String suffix(String name) {
        for (String suffix : List.of(BUCKET_SUFFIX, COUNT_SUFFIX, SUM_SUFFIX)) {
            if (name.endsWith(suffix)) {
                return suffix;
            }
        }
        return "";
    }

    /// Takes over what the text says.
    ///
    /// @return whether it is given on
    private boolean take(Entry entry) {
        switch (entry) {
            case SERIES -> {
                return takeSeries();
            }
            case TYPE -> {
                beginFamily(lines.metric());
                setType(lines.type());
                familyName = lines.metric();
            }
            case HELP, UNIT -> {
                beginFamily(lines.metric());
                text = lines.text;
                familyUnit = lines.familyUnit;
            }
            case HISTOGRAM, COMMENT, END -> {}
        }
        return true;
    }

    private boolean takeSeries() {
        seriesBytes = lines.seriesBytes;
        seriesFrom = lines.seriesFrom;
        seriesTo = lines.seriesTo;
        predicted = isExpected();
        hasTimestamp = lines.hasTimestamp;
        timestamp = lines.timestamp;
        return type != MetricType.HISTOGRAM || !gather(lines.seriesLabels()) || keepsClassic;
    }

    private boolean isExpected() {
        return expectedTo > expectedFrom
                && Arrays.equals(
                        seriesBytes, seriesFrom, seriesTo, expected, expectedFrom, expectedTo);
    }

    /// Takes a series of a classic histogram.
    ///
    /// @return false if it is none
    private boolean gather(Labels series) {
        Labels own = baseOf(series);
        String suffix = suffix(series.metricName());
        if (own.isEmpty() || suffix.equals(BUCKET_SUFFIX) && !readBound(series)) {
            return false;
        }
        if (base == null) {
            base = own;
            gathered.clear();
            exemplars = new ArrayList<>();
            gatheredStart = lines.startTimestamp();
        }
        gatheredHasTimestamp = hasTimestamp;
        gatheredTimestamp = timestamp;
        switch (suffix) {
            case COUNT_SUFFIX -> gathered.count(value());
            case SUM_SUFFIX -> gathered.sum(value());
            default -> gathered.bucket(bound.value(), value());
        }
        // Those of native histograms must have a time.
        if (lines.hasExemplar() && lines.exemplarHasTimestamp && exemplars.size() < MAX_EXEMPLARS) {
            exemplars.add(lines.exemplar(0));
        }
        return true;
    }

    private boolean readBound(Labels series) {
        byte[] text = series.getOrEmpty(Labels.BUCKET).getBytes(StandardCharsets.UTF_8);
        return text.length > 0 && bound.read(text, 0, text.length) && !Double.isNaN(bound.value());
    }

    /// Makes a histogram of what was gathered.
    ///
    /// @return whether it is one
    private boolean convert() {
        Labels of = base;
        base = null;
        integers = null;
        floats = null;
        if (of == null || gathered.end() != null) {
            return false;
        }
        if (gathered.isInteger()) {
            integers = gathered.toHistogram(ResetHint.UNKNOWN);
        } else {
            floats = gathered.toFloatHistogram(ResetHint.UNKNOWN);
        }
        converted = of;
        seriesBytes = (MARK + of.toString()).getBytes(StandardCharsets.UTF_8);
        seriesFrom = 0;
        seriesTo = seriesBytes.length;
        predicted = isExpected();
        hasTimestamp = gatheredHasTimestamp;
        timestamp = gatheredTimestamp;
        return true;
    }

    @Override
    public int line() {
        return lines.line();
    }

    @Override
    Labels seriesLabels() {
        return converted == null ? lines.seriesLabels() : converted;
    }

    @Override
    public boolean hasExemplar() {
        return converted == null && lines.hasExemplar();
    }

    @Override
    public Exemplar exemplar(long sampleTime) {
        return lines.exemplar(sampleTime);
    }

    @Override
    void readStarts() {
        lines.readStarts();
    }

    @Override
    public long startTimestamp() {
        return converted == null ? lines.startTimestamp() : gatheredStart;
    }

    @Override
    public List<Exemplar> histogramExemplars() {
        return exemplars;
    }

    @Override
    public @Nullable Histogram histogram() {
        return integers;
    }

    @Override
    public @Nullable FloatHistogram floatHistogram() {
        return floats;
    }
}
