package io.narthex.scrape.text;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.Histogram;
import io.narthex.scrape.HistogramScraping;
import io.narthex.scrape.ScrapeProtocol;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One exposition as a sequence of entries.
///
/// Sources: Prometheus' text format 0.0.4 and 1.0.0, OpenMetrics 0.0.1 and 1.0.0, and the messages
/// of Prometheus' client_model.
///
/// Thread safety: for one thread.
public abstract sealed class ExpositionParser permits LineParser, ProtoParser, ConvertingParser {
    /// What [#next] found.
    public enum Entry {
        /// A sample with its series.
        SERIES,
        /// A native histogram with its series.
        HISTOGRAM,
        /// A metric family's type.
        TYPE,
        /// A metric family's description.
        HELP,
        /// A metric family's unit.
        UNIT,
        /// Text for people.
        COMMENT,
        /// Nothing more.
        END
    }

    final NumberReader number;
    byte[] seriesBytes;
    int seriesFrom;
    int seriesTo;
    boolean predicted;
    byte[] expected = new byte[0];
    int expectedFrom;
    int expectedTo;
    boolean hasTimestamp;
    long timestamp;
    String metric = "";
    String text = "";
    MetricType type = MetricType.UNKNOWN;
    String familyUnit = "";

    /// What the current family says of itself, which is less than [#type] knows: that may be left
    /// from the family before.
    private MetricType familyType = MetricType.UNKNOWN;

    private boolean typeAndUnitLabels;

    ExpositionParser(byte[] seriesBytes, NumberReader number) {
        this.seriesBytes = seriesBytes;
        this.number = number;
    }

    /// A parser for a body, which passes over native histograms and leaves classic ones as they
    /// are.
    ///
    /// @param length bytes of the array that belong to the body
    public static ExpositionParser of(ScrapeProtocol format, byte[] body, int length) {
        return of(format, body, length, HistogramScraping.NONE);
    }

    /// A parser for a body.
    ///
    /// @param length bytes of the array that belong to the body
    /// @param histograms which histograms it gives
    public static ExpositionParser of(
            ScrapeProtocol format, byte[] body, int length, HistogramScraping histograms) {
        return switch (format) {
            case PROMETHEUS_TEXT_0_0_4, PROMETHEUS_TEXT_1_0_0 ->
                    converting(new TextParser(body, length), histograms);
            case OPEN_METRICS_TEXT_0_0_1, OPEN_METRICS_TEXT_1_0_0 ->
                    converting(new OpenMetricsParser(body, length), histograms);
            case PROMETHEUS_PROTO -> new ProtoParser(body, length, histograms);
        };
    }

    private static ExpositionParser converting(LineParser lines, HistogramScraping histograms) {
        return histograms.convertsClassic()
                ? new ConvertingParser(lines, histograms.keepsClassic())
                : lines;
    }

    /// Lets [#labels] have the metric's type and unit among them, as far as its family tells them,
    /// in place of labels of the same names.
    public final ExpositionParser withTypeAndUnitLabels() {
        typeAndUnitLabels = true;
        return this;
    }

    /// Lets [#startTimestamp] tell what the body says. Series that do nothing but say it, as
    /// OpenMetrics' `_created`, are then passed over.
    public final ExpositionParser withStartTimestamps() {
        readStarts();
        return this;
    }

    /// Makes ready to tell start timestamps.
    abstract void readStarts();

    /// Goes on to the next entry.
    ///
    /// @throws ExpositionException if the body is not what its format says
    public abstract Entry next();

    /// Says which series the next one will probably be, by the bytes that [#seriesBytes] had for it
    /// in an earlier body. What is known to be the same is not looked into.
    public final void predict(byte[] bytes, int from, int to) {
        expected = bytes;
        expectedFrom = from;
        expectedTo = to;
    }

    /// Whether the current series is the predicted one.
    public final boolean predicted() {
        return predicted;
    }

    /// The array that holds what tells the current series from others: its name and labels as they
    /// stand in the body, or as they are encoded. Valid until the next entry.
    public final byte[] seriesBytes() {
        return seriesBytes;
    }

    /// Where the current series begins in [#seriesBytes].
    public final int seriesFrom() {
        return seriesFrom;
    }

    /// Where the current series ends, exclusive.
    public final int seriesTo() {
        return seriesTo;
    }

    /// The labels of the current series, its name among them.
    ///
    /// @throws ExpositionException if a label name is there twice
    public final Labels labels() {
        Labels labels = seriesLabels();
        return typeAndUnitLabels ? withTypeAndUnit(labels) : labels;
    }

    /// The labels of the current series as they are exposed.
    abstract Labels seriesLabels();

    private Labels withTypeAndUnit(Labels labels) {
        Labels.Builder described = labels.toBuilder();
        if (familyType != MetricType.UNKNOWN) {
            described.set(Labels.TYPE, familyType.text());
        }
        if (!familyUnit.isEmpty()) {
            described.set(Labels.UNIT, familyUnit);
        }
        return described.build();
    }

    /// The line on which the current entry begins, from 1; 0 where the format has no lines.
    public abstract int line();

    /// Whether the current sample, a [Entry#SERIES], has an exemplar.
    public abstract boolean hasExemplar();

    /// The exemplar of the current sample, which has one.
    ///
    /// @param sampleTime the exemplar's time where it has none of its own, epoch milliseconds
    public abstract Exemplar exemplar(long sampleTime);

    /// The exemplars of the current [Entry#HISTOGRAM]; each has a time of its own.
    public abstract List<Exemplar> histogramExemplars();

    /// The current [Entry#HISTOGRAM] if its counts are integers, else null.
    public abstract @Nullable Histogram histogram();

    /// The current [Entry#HISTOGRAM] if its counts are floats, else null.
    public abstract @Nullable FloatHistogram floatHistogram();

    /// The value of the current sample.
    public final double value() {
        return number.value();
    }

    /// Whether the value is exactly [#mantissa] divided by ten to the power of [#exponent],
    /// correctly rounded.
    public final boolean hasDecimal() {
        return number.isDecimal();
    }

    /// See [#hasDecimal].
    public final long mantissa() {
        return number.mantissa();
    }

    /// See [#hasDecimal]; never negative.
    public final int exponent() {
        return number.exponent();
    }

    /// Whether the current sample has a timestamp of its own.
    public final boolean hasTimestamp() {
        return hasTimestamp;
    }

    /// The sample's own timestamp, epoch milliseconds.
    public final long timestamp() {
        return timestamp;
    }

    /// When the current sample's series began, epoch milliseconds; 0 where the body does not say.
    public abstract long startTimestamp();

    /// The metric family of the current TYPE, HELP or UNIT.
    public final String metric() {
        return metric;
    }

    /// The type of the last TYPE entry.
    public final MetricType type() {
        return type;
    }

    /// The text of the current HELP entry.
    public final String help() {
        return text;
    }

    /// The text of the current UNIT entry.
    public final String unit() {
        return text;
    }

    /// Notes which family a TYPE, HELP or UNIT is about.
    final void beginFamily(String name) {
        if (!name.equals(metric)) {
            familyType = MetricType.UNKNOWN;
            familyUnit = "";
        }
        metric = name;
    }

    final void setType(MetricType found) {
        type = found;
        familyType = found;
    }
}
