package io.narthex.scrape.text;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;
import io.narthex.model.histogram.Histogram;
import io.narthex.model.proto.ProtoException;
import io.narthex.model.proto.ProtoReader;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.proto.FamilyFields;
import io.narthex.scrape.proto.HistogramFields;
import io.narthex.scrape.proto.MetricFields;
import io.narthex.scrape.proto.PointFields;
import io.narthex.scrape.proto.SeriesKey;
import io.narthex.scrape.proto.SummaryFields;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads Prometheus' protobuf format: metric families, each behind its length. Summaries and
/// classic histograms become series as a text format would have them.
///
/// Thread safety: for one thread.
final class ProtoParser extends ExpositionParser {
    /// What of a family comes next, and behind its TYPE what of a metric.
    private enum Part {
        FAMILY,
        UNIT,
        TYPE,
        METRIC,
        VALUE,
        NATIVE,
        COUNT,
        SUM,
        POINT,
        CONVERTED
    }

    private final HistogramScraping histograms;
    private final FamilyFields family;
    private final MetricFields fields;
    private final SummaryFields summary;
    private final HistogramFields histogram;
    private final PointFields points;
    private final ClassicHistogram classic = new ClassicHistogram();
    private final SeriesKey key = new SeriesKey();

    /// The last part that [#next] gave.
    private Part part = Part.METRIC;

    private boolean inFamily;
    private String name = "";

    /// The bound or quantile of a [Part#POINT].
    private double place;

    /// Whether the current bucket is the one that the message leaves out.
    private boolean impliedBucket;

    private @Nullable Histogram integers;
    private @Nullable FloatHistogram floats;

    ProtoParser(byte[] body, int length, HistogramScraping histograms) {
        super(body, new NumberReader());
        ProtoReader reader = new ProtoReader();
        this.histograms = histograms;
        this.family = new FamilyFields(body, length, reader);
        this.fields = new MetricFields(body, reader);
        this.summary = new SummaryFields(reader);
        this.histogram = new HistogramFields(body, reader, histograms.takesNative());
        this.points = new PointFields(body, reader);
    }

    @Override
    public Entry next() {
        try {
            return advance();
        } catch (ProtoException e) {
            throw refused(e);
        }
    }

    private ExpositionException refused(ProtoException e) {
        return ExpositionException.atByte(
                e.position(), inFamily ? family.shownName() : "", e.reason());
    }

    private Entry advance() {
        return switch (part) {
            case FAMILY -> familyUnit.isEmpty() ? typeEntry() : unitEntry();
            case UNIT -> typeEntry();
            case TYPE -> sample(first());
            case METRIC, VALUE, NATIVE, COUNT, SUM, POINT, CONVERTED -> {
                Part following = part == Part.METRIC ? Part.METRIC : after(part);
                yield following == Part.METRIC ? nextMetric() : sample(following);
            }
        };
    }

    private Entry nextMetric() {
        return inFamily && family.nextMetric(fields) ? sample(first()) : nextFamily();
    }

    /// Goes to the next family that has metrics.
    private Entry nextFamily() {
        do {
            inFamily = false;
            if (!family.next()) {
                part = Part.METRIC;
                return Entry.END;
            }
            inFamily = true;
        } while (!family.nextMetric(fields));
        name = family.name();
        beginFamily(name);
        text = family.help();
        familyUnit = family.unit();
        part = Part.FAMILY;
        return Entry.HELP;
    }

    private Entry unitEntry() {
        text = familyUnit;
        part = Part.UNIT;
        return Entry.UNIT;
    }

    private Entry typeEntry() {
        setType(family.type());
        part = Part.TYPE;
        return Entry.TYPE;
    }

    private boolean isHistogram() {
        return type == MetricType.HISTOGRAM || type == MetricType.GAUGEHISTOGRAM;
    }

    /// Begins a metric that was read; returns its first part.
    private Part first() {
        family.writeName(key);
        fields.writeLabels(key);
        timestamp = fields.timestamp();
        hasTimestamp = timestamp != 0;
        if (type == MetricType.SUMMARY) {
            summary.read(fields);
            return Part.COUNT;
        }
        if (!isHistogram()) {
            return Part.VALUE;
        }
        histogram.read(fields);
        if (histogram.isNative()) {
            return Part.NATIVE;
        }
        return histograms.convertsClassic() && !histograms.keepsClassic()
                ? Part.CONVERTED
                : Part.COUNT;
    }

    /// The part behind one; [Part#METRIC] where the metric is over.
    private Part after(Part last) {
        return switch (last) {
            case NATIVE ->
                    histograms.keepsClassic() && histogram.hasBuckets() ? Part.COUNT : Part.METRIC;
            case COUNT -> Part.SUM;
            case SUM -> {
                points.begin(fields, !isHistogram());
                place = Double.NEGATIVE_INFINITY;
                yield nextPoint() ? Part.POINT : afterPoints();
            }
            case POINT -> nextPoint() ? Part.POINT : afterPoints();
            case FAMILY, UNIT, TYPE, METRIC, VALUE, CONVERTED -> Part.METRIC;
        };
    }

    private Part afterPoints() {
        boolean converted = isHistogram() && !histogram.isNative() && histograms.convertsClassic();
        return converted ? Part.CONVERTED : Part.METRIC;
    }

    /// Goes to the next bucket or quantile. The last bucket holds everything, and may be left out.
    private boolean nextPoint() {
        impliedBucket = false;
        boolean ended = isHistogram() && place == Double.POSITIVE_INFINITY;
        if (!ended && points.next()) {
            place = points.place();
            return true;
        }
        if (isHistogram() && !ended) {
            place = Double.POSITIVE_INFINITY;
            impliedBucket = true;
            return true;
        }
        return false;
    }

    private Entry sample(Part next) {
        part = next;
        if (next == Part.POINT) {
            key.end(next.ordinal(), place);
        } else {
            key.end(next.ordinal());
        }
        seriesBytes = key.bytes();
        seriesTo = key.size();
        predicted =
                expectedTo > expectedFrom
                        && Arrays.equals(
                                seriesBytes, 0, seriesTo, expected, expectedFrom, expectedTo);
        if (next == Part.NATIVE || next == Part.CONVERTED) {
            makeHistogram(next);
            return Entry.HISTOGRAM;
        }
        number.hold(sampleValue());
        return Entry.SERIES;
    }

    private double sampleValue() {
        return switch (part) {
            case VALUE -> fields.value();
            case COUNT -> isHistogram() ? histogram.count() : summary.count();
            case SUM -> isHistogram() ? histogram.sum() : summary.sum();
            case POINT -> impliedBucket ? histogram.count() : points.value();
            case FAMILY, UNIT, TYPE, METRIC, NATIVE, CONVERTED ->
                    throw new IllegalStateException("BUG: no value in " + part);
        };
    }

    private void makeHistogram(Part which) {
        ResetHint hint = type == MetricType.GAUGEHISTOGRAM ? ResetHint.GAUGE : ResetHint.UNKNOWN;
        integers = null;
        floats = null;
        if (which == Part.CONVERTED) {
            convert(hint);
        } else if (histogram.isFloat()) {
            floats = histogram.toFloatHistogram(hint);
        } else {
            integers = histogram.toHistogram(hint);
        }
    }

    private void convert(ResetHint hint) {
        classic.clear();
        classic.count(histogram.count());
        classic.sum(histogram.sum());
        points.begin(fields, false);
        while (points.next()) {
            classic.bucket(points.place(), points.value());
        }
        String problem = classic.end();
        if (problem != null) {
            throw ExpositionException.atByte(
                    family.position(), family.shownName(), "classic histogram: " + problem);
        }
        if (classic.isInteger()) {
            integers = classic.toHistogram(hint);
        } else {
            floats = classic.toFloatHistogram(hint);
        }
    }

    @Override
    public int line() {
        return 0;
    }

    @Override
    Labels seriesLabels() {
        List<String> pairs = new ArrayList<>();
        pairs.add(Labels.NAME);
        pairs.add(name + suffix());
        try {
            fields.addLabels(pairs);
            if (part == Part.POINT) {
                pairs.add(isHistogram() ? Labels.BUCKET : "quantile");
                pairs.add(BucketBound.text(place));
            }
            return Labels.of(pairs.toArray(String[]::new));
        } catch (ProtoException e) {
            throw refused(e);
        } catch (IllegalArgumentException e) {
            throw ExpositionException.atByte(
                    family.position(), family.shownName(), String.valueOf(e.getMessage()));
        }
    }

    private String suffix() {
        return switch (part) {
            case COUNT -> "_count";
            case SUM -> "_sum";
            case POINT -> isHistogram() ? "_bucket" : "";
            case FAMILY, UNIT, TYPE, METRIC, VALUE, NATIVE, CONVERTED -> "";
        };
    }

    @Override
    public boolean hasExemplar() {
        return switch (part) {
            case VALUE -> fields.hasExemplar();
            case POINT -> isHistogram() && !impliedBucket && points.hasExemplar();
            case FAMILY, UNIT, TYPE, METRIC, NATIVE, COUNT, SUM, CONVERTED -> false;
        };
    }

    @Override
    public Exemplar exemplar(long sampleTime) {
        Exemplar found;
        try {
            found = part == Part.VALUE ? fields.exemplar() : points.exemplar();
        } catch (ProtoException e) {
            throw refused(e);
        }
        if (found == null) {
            throw new IllegalStateException("BUG: no exemplar");
        }
        return found.hasTimestamp()
                ? found
                : new Exemplar(found.labels(), found.value(), sampleTime, false);
    }

    @Override
    void readStarts() {} // they are there anyway

    @Override
    public long startTimestamp() {
        return switch (type) {
            case COUNTER -> fields.created();
            case SUMMARY -> summary.created();
            case HISTOGRAM, GAUGEHISTOGRAM -> histogram.created();
            case UNKNOWN, GAUGE, INFO, STATESET -> 0;
        };
    }

    @Override
    public List<Exemplar> histogramExemplars() {
        points.begin(fields, false);
        try {
            return histogram.exemplars(points);
        } catch (ProtoException e) {
            throw refused(e);
        }
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
