package io.narthex.tsdb;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.model.Querier;
import io.narthex.model.Queryable;
import io.narthex.model.SelectHints;
import io.narthex.model.SeriesCursor;
import io.narthex.model.SeriesData;
import io.narthex.model.SeriesSet;
import io.narthex.model.StaleNaN;
import io.narthex.model.histogram.FloatHistogram;
import io.narthex.model.histogram.FloatHistogram.ResetHint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Everything a store holds, to be compared, and copies of its files.
final class Samples {
    private Samples() {}

    /// Every sample by labels, as `time=bits`, histograms with a hash of all they hold behind their
    /// sum; series without samples are left out. What is stale is so in either form.
    static Map<Labels, List<String>> of(Queryable store) {
        Map<Labels, List<String>> all = new TreeMap<>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            SeriesSet set =
                    querier.select(
                            SelectHints.range(Long.MIN_VALUE, Long.MAX_VALUE),
                            List.of(
                                    new LabelMatcher(
                                            LabelMatcher.Type.NOT_EQUAL, Labels.NAME, "")));
            SeriesCursor cursor = set.cursor();
            for (int i = 0; i < set.size(); i++) {
                SeriesData data = cursor.at(i);
                List<String> samples = new ArrayList<>();
                for (int k = 0; k < data.count(); k++) {
                    long bits = Double.doubleToRawLongBits(data.valueAt(k));
                    boolean histogram = data.isHistogram(k) && bits != StaleNaN.BITS;
                    samples.add(
                            data.timeAt(k)
                                    + "="
                                    + Long.toHexString(bits)
                                    + (histogram ? text(data.histogramAt(k)) : ""));
                }
                if (!samples.isEmpty()) {
                    all.put(set.labels(i), samples);
                }
            }
        }
        return all;
    }

    /// A hash is enough to tell histograms apart, and much shorter.
    private static String text(FloatHistogram h) {
        boolean gauge = h.resetHint() == ResetHint.GAUGE;
        return (gauge ? " gauge " : " histogram ")
                + h.compact().hashCode()
                + " "
                + h.zeroThreshold()
                + " "
                + h.zeroCount();
    }

    /// Copies a directory as it is now: what the end of the process would leave.
    static Path copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
            return to;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
