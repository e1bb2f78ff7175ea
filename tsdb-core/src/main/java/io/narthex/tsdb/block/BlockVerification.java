package io.narthex.tsdb.block;

import io.narthex.model.Labels;
import io.narthex.tsdb.io.CorruptionException;

import java.util.ArrayList;
import java.util.List;

/// What reading all of a block found: every label set, every postings list, every chunk.
///
/// Thread safety: immutable.
///
/// @param series that were read
/// @param chunks that are sound
/// @param samples in those chunks
/// @param problems what is wrong; empty for a sound block
public record BlockVerification(
        long series, long chunks, long samples, List<CorruptionException> problems) {
    /// Reads all of a block. What is wrong ends the reading of its part only.
    public static BlockVerification of(Block block) {
        List<CorruptionException> problems = new ArrayList<>();
        SeriesDirectory directory;
        try {
            directory = block.index().directory();
        } catch (CorruptionException e) {
            return new BlockVerification(0, 0, 0, List.of(e));
        }
        verifyPostings(block, directory, problems);
        LoadedChunk slot = new LoadedChunk();
        long chunks = 0;
        long samples = 0;
        Labels last = null;
        for (int s = 0; s < directory.size(); s++) {
            try {
                Labels labels = directory.labels(s);
                if (last != null && last.compareTo(labels) >= 0) {
                    problems.add(directory.corrupt(s, labels + " behind " + last));
                }
                last = labels;
            } catch (CorruptionException e) {
                problems.add(e);
            }
            for (int c = directory.firstChunk(s); c < directory.endChunk(s); c++) {
                try {
                    block.segments().load(slot, directory, s, c, true);
                    chunks++;
                    samples += directory.checkedSamples(c);
                } catch (CorruptionException e) {
                    problems.add(e);
                }
            }
        }
        verifyMeta(block, directory.size(), chunks, samples, problems);
        return new BlockVerification(directory.size(), chunks, samples, List.copyOf(problems));
    }

    /// Every pair of every series is in its list, and nothing else is in any.
    private static void verifyPostings(
            Block block, SeriesDirectory directory, List<CorruptionException> problems) {
        try {
            PostingsTable postings = block.index().postings();
            long listed = 0;
            long pairs = 0;
            for (String name : postings.names()) {
                for (String value : postings.values(name, 0)) {
                    for (int series : postings.series(name, value)) {
                        if (!value.equals(directory.labels(series).get(name))) {
                            problems.add(
                                    directory.corrupt(
                                            series, "listed under " + name + "=" + value));
                        }
                        listed++;
                    }
                }
            }
            for (int s = 0; s < directory.size(); s++) {
                pairs += directory.labels(s).size();
            }
            if (listed != pairs && problems.isEmpty()) {
                problems.add(
                        new CorruptionException(
                                block.directory().resolve(BlockIndex.FILE),
                                0,
                                listed + " pairs are listed, but series have " + pairs));
            }
        } catch (CorruptionException e) {
            problems.add(e);
        }
    }

    private static void verifyMeta(
            Block block,
            long series,
            long chunks,
            long samples,
            List<CorruptionException> problems) {
        BlockMeta.Stats stats = block.meta().stats();
        if (problems.isEmpty()
                && (stats.series() != series
                        || stats.chunks() != chunks
                        || stats.samples() != samples)) {
            problems.add(
                    new CorruptionException(
                            block.directory().resolve(MetaFile.NAME),
                            0,
                            "it says %s, but there are %d samples in %d chunks of %d series"
                                    .formatted(stats, samples, chunks, series)));
        }
    }
}
