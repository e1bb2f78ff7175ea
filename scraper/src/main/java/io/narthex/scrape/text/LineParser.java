package io.narthex.scrape.text;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.Histogram;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// A text format: lines, each a sample or about a metric family. They have no native histograms.
///
/// Thread safety: for one thread.
abstract sealed class LineParser extends ExpositionParser permits TextParser, OpenMetricsParser {
    /// Longest piece of the body in a message.
    private static final int MAX_QUOTE = 80;

    final byte[] body;
    final int length;
    final SeriesText series;
    final Lines lines;
    int pos;

    /// Of the current sample, which may have an exemplar.
    boolean hasExemplar;

    int exemplarFrom;
    double exemplarValue;
    boolean exemplarHasTimestamp;
    long exemplarTimestamp;

    LineParser(byte[] body, int length, boolean strict) {
        super(body, new NumberReader());
        this.body = body;
        this.length = length;
        this.lines = new Lines(body);
        this.series = new SeriesText(body, length, lines, strict);
    }

    @Override
    public final int line() {
        return lines.line();
    }

    @Override
    final Labels seriesLabels() {
        if (predicted) {
            series.end(seriesFrom);
        }
        return series.labels(type);
    }

    @Override
    public final boolean hasExemplar() {
        return hasExemplar;
    }

    @Override
    public final Exemplar exemplar(long sampleTime) {
        return new Exemplar(
                series.exemplarLabels(exemplarFrom),
                exemplarValue,
                exemplarHasTimestamp ? exemplarTimestamp : sampleTime,
                exemplarHasTimestamp);
    }

    @Override
    public final List<Exemplar> histogramExemplars() {
        return List.of();
    }

    @Override
    public final @Nullable Histogram histogram() {
        return null;
    }

    @Override
    public final @Nullable FloatHistogram floatHistogram() {
        return null;
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
