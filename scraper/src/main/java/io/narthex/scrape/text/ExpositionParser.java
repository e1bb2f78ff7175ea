package io.narthex.scrape.text;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.scrape.ScrapeProtocol;

import java.util.Arrays;

/// One exposition as a sequence of entries.
///
/// Sources: Prometheus' text format 0.0.4 and 1.0.0, OpenMetrics 0.0.1 and 1.0.0.
///
/// Thread safety: for one thread.
public abstract sealed class ExpositionParser permits TextParser, OpenMetricsParser {
    /// What [#next] found.
    public enum Entry {
        /// A sample with its series.
        SERIES,
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

    /// Longest piece of the body in a message.
    private static final int MAX_QUOTE = 80;

    final byte[] body;
    final int length;
    final NumberReader number = new NumberReader();
    final SeriesText series;
    final Lines lines;
    int pos;
    int seriesFrom;
    int seriesTo;
    boolean hasTimestamp;
    long timestamp;
    String metric = "";
    String text = "";
    MetricType type = MetricType.UNKNOWN;
    String familyUnit = "";

    /// Of the current sample, which may have an exemplar.
    boolean hasExemplar;

    int exemplarFrom;
    double exemplarValue;
    boolean exemplarHasTimestamp;
    long exemplarTimestamp;

    /// What the current family says of itself, which is less than [#type] knows: that may be left
    /// from the family before.
    private MetricType familyType = MetricType.UNKNOWN;

    private boolean typeAndUnitLabels;
    private boolean predicted;
    private byte[] expected = new byte[0];
    private int expectedFrom;
    private int expectedTo;

    ExpositionParser(byte[] body, int length, boolean strict) {
        this.body = body;
        this.length = length;
        this.lines = new Lines(body);
        this.series = new SeriesText(body, length, lines, strict);
    }

    /// A parser for a body.
    ///
    /// @param length bytes of the array that belong to the body
    /// @throws IllegalArgumentException if the format is not supported yet
    public static ExpositionParser of(ScrapeProtocol format, byte[] body, int length) {
        return switch (format) {
            case PROMETHEUS_TEXT_0_0_4, PROMETHEUS_TEXT_1_0_0 -> new TextParser(body, length);
            case OPEN_METRICS_TEXT_0_0_1, OPEN_METRICS_TEXT_1_0_0 ->
                    new OpenMetricsParser(body, length);
            case PROMETHEUS_PROTO ->
                    throw new IllegalArgumentException(
                            "the protobuf exposition format is not supported yet");
        };
    }

    /// Lets [#labels] have the metric's type and unit among them, as far as its family tells them,
    /// in place of labels of the same names.
    public final ExpositionParser withTypeAndUnitLabels() {
        typeAndUnitLabels = true;
        return this;
    }

    /// Goes on to the next entry.
    ///
    /// @throws ExpositionException if the body is not what its format says
    public abstract Entry next();

    /// Says which series the next one will probably be, by its name and labels as they stood in an
    /// earlier body. If the body goes on with exactly these bytes, they are not looked into.
    public final void predict(byte[] bytes, int from, int to) {
        expected = bytes;
        expectedFrom = from;
        expectedTo = to;
    }

    /// Whether the current series is the predicted one.
    public final boolean predicted() {
        return predicted;
    }

    /// The body.
    public final byte[] body() {
        return body;
    }

    /// Where the current series' name begins in the body.
    public final int seriesFrom() {
        return seriesFrom;
    }

    /// Where the current series' labels end, exclusive.
    public final int seriesTo() {
        return seriesTo;
    }

    /// The labels of the current series, its name among them.
    ///
    /// @throws ExpositionException if a label name is there twice
    public final Labels labels() {
        if (predicted) {
            series.end(seriesFrom);
        }
        Labels labels = series.labels(type);
        return typeAndUnitLabels ? withTypeAndUnit(labels) : labels;
    }

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

    /// Whether the current sample has an exemplar.
    public final boolean hasExemplar() {
        return hasExemplar;
    }

    /// The exemplar of the current sample, which has one.
    ///
    /// @param sampleTime the exemplar's time where it has none of its own, epoch milliseconds
    public final Exemplar exemplar(long sampleTime) {
        return new Exemplar(
                series.exemplarLabels(exemplarFrom),
                exemplarValue,
                exemplarHasTimestamp ? exemplarTimestamp : sampleTime,
                exemplarHasTimestamp);
    }

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

    /// The line on which the current entry begins, from 1.
    public final int line() {
        return lines.line();
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

    /// Takes the series at the current position and stops behind it.
    final void takeSeries() {
        seriesFrom = pos;
        int size = expectedTo - expectedFrom;
        predicted =
                size > 0
                        && pos + size < length
                        && endsSeries(pos + size)
                        && Arrays.equals(body, pos, pos + size, expected, expectedFrom, expectedTo);
        seriesTo = predicted ? pos + size : series.end(pos);
        pos = seriesTo;
    }

    /// Whether a series that came to here can't go on: a blank follows, and no brace after it.
    private boolean endsSeries(int at) {
        return (body[at] == ' ' || body[at] == '\t')
                && (body[at - 1] == '}'
                        || at + 1 < length && body[at + 1] != '{' && body[at + 1] > ' ');
    }

    /// The end of the token that begins at a position: the next blank or line end.
    final int tokenEnd(int from) {
        int p = from;
        while (p < length && body[p] != '\n' && body[p] != ' ' && body[p] != '\t') {
            p++;
        }
        return p;
    }

    final ExpositionException refused(String reason, int from) {
        return series.refused(reason, from);
    }

    /// Quotes a piece of the body, up to the end of its line.
    static String quote(byte[] body, int from, int length) {
        int to = from;
        int last = Math.min(length, from + MAX_QUOTE);
        while (to < last && body[to] != '\n') {
            to++;
        }
        return to == from ? "the end of the line" : '"' + Utf8.shown(body, from, to) + '"';
    }
}
