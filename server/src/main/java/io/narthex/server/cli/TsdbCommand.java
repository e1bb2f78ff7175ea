package io.narthex.server.cli;

import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.promql.parser.Expr;
import io.narthex.promql.parser.ParseException;
import io.narthex.promql.parser.ParserOptions;
import io.narthex.promql.parser.PromqlParser;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockAnalysis;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.block.BlockVerification;
import io.narthex.tsdb.block.ChunkInspection;
import io.narthex.tsdb.io.CorruptionException;
import io.narthex.tsdb.io.FileStore;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// `narthex tsdb`: looks into the blocks of a data directory, and moves them.
@Command(
        name = "tsdb",
        description = "Look into stored blocks, check them, take them over, hand them on.")
final class TsdbCommand extends LaterCommands.Later {
    private static final String DIRECTORY = "DIR";
    private static final String DIRECTORY_HELP = "The data directory; by default ${DEFAULT-VALUE}.";
    private static final String DEFAULT = "data/";

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    /// Lists blocks, as promtool does.
    @Command(name = "list", description = "List the blocks.")
    int list(
            @Option(
                            names = {"-r", "--human-readable"},
                            description = "Times and sizes for people.")
                    boolean readable,
            @Parameters(
                            paramLabel = DIRECTORY,
                            arity = "0..1",
                            defaultValue = DEFAULT,
                            description = DIRECTORY_HELP)
                    Path data)
            throws IOException {
        return read(
                data,
                blocks -> {
                    new BlockTable(out(), readable).print(blocks.blocks());
                    return 0;
                });
    }

    /// Shows what the labels of a block are like.
    @Command(
            name = "analyze",
            description = "Show which labels are common, many, and come and go, in one block.")
    int analyze(
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "20",
                            description = "Lines of each list; by default ${DEFAULT-VALUE}.")
                    int limit,
            @Parameters(
                            paramLabel = DIRECTORY,
                            arity = "0..1",
                            index = "0",
                            defaultValue = DEFAULT,
                            description = DIRECTORY_HELP)
                    Path data,
            @Parameters(
                            paramLabel = "BLOCK",
                            arity = "0..1",
                            index = "1",
                            description = "Its ULID; by default the newest one.")
                    @Nullable String ulid)
            throws IOException {
        return read(data, blocks -> analyze(choose(blocks, ulid), limit));
    }

    private int analyze(Block block, int limit) {
        long length = block.meta().endTime() - block.meta().mint();
        BlockAnalysis analysis = BlockAnalysis.of(block);
        line("Block ID: %s", block.meta().ulid());
        line("Duration: %s", BlockTable.duration(length));
        line("Total Series: %d", analysis.series());
        line("Label names: %d", analysis.labelNames());
        line("Postings (unique label pairs): %d", analysis.pairs());
        line("Postings entries (total label pairs): %d", analysis.pairEntries());
        counts("Label pairs most involved in churning", analysis.churningPairs(), limit);
        counts("Label names most involved in churning", analysis.churningNames(), limit);
        counts("Most common label pairs", analysis.commonPairs(), limit);
        counts(
                "Label names with highest cumulative label value length",
                analysis.valueLengths(),
                limit);
        counts("Highest cardinality labels", analysis.valueCounts(), limit);
        counts("Highest cardinality metric names", analysis.metricNames(), limit);
        return 0;
    }

    private void counts(String title, List<BlockAnalysis.Count> counts, int limit) {
        line("%n%s:", title);
        for (BlockAnalysis.Count count : counts.subList(0, Math.min(limit, counts.size()))) {
            line("%d %s", count.number(), count.name());
        }
    }

    /// Prints samples, as promtool does.
    @Command(name = "dump", description = "Print the samples, one a line.")
    int dump(
            @Option(names = "--min-time", paramLabel = "MILLIS", description = "The oldest time.")
                    @Nullable Long min,
            @Option(names = "--max-time", paramLabel = "MILLIS", description = "The newest time.")
                    @Nullable Long max,
            @Option(
                            names = "--match",
                            paramLabel = "SELECTOR",
                            description = "Which series; by default all.")
                    @Nullable String selector,
            @Parameters(
                            paramLabel = DIRECTORY,
                            arity = "0..1",
                            defaultValue = DEFAULT,
                            description = DIRECTORY_HELP)
                    Path data)
            throws IOException {
        return read(
                data,
                blocks -> {
                    new SampleDump(out())
                            .print(blocks, matchers(selector), orOldest(min), orNewest(max));
                    return 0;
                });
    }

    /// Draws one chunk.
    @Command(
            name = "inspect-chunk",
            description = "Draw the bytes of one chunk of a series, and what they mean.")
    int inspectChunk(
            @Option(
                            names = "--time",
                            paramLabel = "MILLIS",
                            description = "A time that it holds; by default the oldest.")
                    @Nullable Long time,
            @Parameters(paramLabel = DIRECTORY, index = "0", description = "The data directory.")
                    Path data,
            @Parameters(
                            paramLabel = "SELECTOR",
                            index = "1",
                            description = "The series; of several the first.")
                    String selector)
            throws IOException {
        return read(data, blocks -> inspect(blocks, matchers(selector), orOldest(time)));
    }

    private int inspect(BlockList blocks, List<LabelMatcher> matchers, long from) {
        for (Block block : blocks.blocks()) {
            if (block.meta().endTime() > from) {
                out().println(block.directory());
                out().print(ChunkInspection.draw(block, matchers, from));
                out().flush();
                return 0;
            }
        }
        return fail("no block in " + blocks.data() + " has samples from then on");
    }

    /// Reads everything.
    @Command(
            name = "verify",
            description = "Read every series and every chunk, and report what is wrong.")
    int verify(
            @Parameters(
                            paramLabel = DIRECTORY,
                            arity = "0..1",
                            defaultValue = DEFAULT,
                            description = DIRECTORY_HELP)
                    Path data)
            throws IOException {
        return read(
                data,
                blocks -> {
                    int result = 0;
                    for (Block block : blocks.blocks()) {
                        result |= verify(block);
                    }
                    return result;
                });
    }

    private int verify(Block block) {
        BlockVerification found = BlockVerification.of(block);
        line(
                "%s: %d series, %d chunks, %d samples: %s",
                block.meta().ulid(),
                found.series(),
                found.chunks(),
                found.samples(),
                found.problems().isEmpty() ? "sound" : "CORRUPT");
        return report(found.problems());
    }

    /// Takes blocks over.
    @Command(
            name = "import",
            description = "Copy the blocks of another data directory, Prometheus' for instance.")
    int importBlocks(
            @Option(
                            names = {"--storage.tsdb.path", "--storage.path"},
                            paramLabel = DIRECTORY,
                            defaultValue = DEFAULT,
                            description = "Where to; by default ${DEFAULT-VALUE}.")
                    Path data,
            @Parameters(
                            paramLabel = DIRECTORY,
                            description = "Where from; nothing may write there meanwhile.")
                    Path from)
            throws IOException {
        return new BlockTransfer(out(), spec.commandLine().getErr())
                .copyIn(requireDirectory(from), data);
    }

    /// Hands blocks on.
    @Command(
            name = "export",
            description = "Write the blocks anew, so that Prometheus and promtool read them.")
    int export(
            @Option(names = "--min-time", paramLabel = "MILLIS", description = "The oldest time.")
                    @Nullable Long min,
            @Option(names = "--max-time", paramLabel = "MILLIS", description = "The newest time.")
                    @Nullable Long max,
            @Parameters(paramLabel = DIRECTORY, index = "0", description = "Where from.") Path data,
            @Parameters(
                            paramLabel = "TARGET",
                            index = "1",
                            description = "Where to; it must be empty or not there yet.")
                    Path target)
            throws IOException {
        return read(
                data,
                blocks ->
                        new BlockTransfer(out(), spec.commandLine().getErr())
                                .export(blocks, target, orOldest(min), orNewest(max)));
    }

    /// What a command does with the blocks of a directory.
    private interface Reading {
        /// Returns the exit code.
        int of(BlockList blocks) throws IOException;
    }

    /// Opens blocks, and reports those that are corrupt behind what the command says of the others.
    private int read(Path data, Reading reading) throws IOException {
        try (BlockList blocks = BlockList.read(FileStore.local(), requireDirectory(data))) {
            return reading.of(blocks) | report(blocks.problems());
        } catch (CorruptionException e) {
            return report(List.of(e));
        }
    }

    private static long orOldest(@Nullable Long time) {
        return time == null ? Long.MIN_VALUE : time;
    }

    private static long orNewest(@Nullable Long time) {
        return time == null ? Long.MAX_VALUE : time;
    }

    private Path requireDirectory(Path data) {
        if (!Files.isDirectory(data)) {
            throw new ParameterException(
                    spec.commandLine(), "error: there is no directory " + data);
        }
        return data;
    }

    private Block choose(BlockList blocks, @Nullable String ulid) {
        for (Block block : blocks.blocks().reversed()) {
            if (ulid == null || block.meta().ulid().toString().equals(ulid)) {
                return block;
            }
        }
        throw new ParameterException(
                spec.commandLine(),
                "error: " + (ulid == null ? "there is no block" : "there is no block " + ulid));
    }

    /// The matchers of a selector; all series where it is null.
    private List<LabelMatcher> matchers(@Nullable String selector) {
        if (selector == null) {
            return List.of(new LabelMatcher(LabelMatcher.Type.REGEX, Labels.NAME, ".*"));
        }
        try {
            if (PromqlParser.parse(selector, ParserOptions.STABLE)
                    instanceof Expr.VectorSelector vector) {
                return vector.matchers();
            }
        } catch (ParseException e) {
            throw new ParameterException(spec.commandLine(), "error: " + e.getMessage(), e);
        }
        throw new ParameterException(
                spec.commandLine(), "error: " + selector + " is no selector of series");
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void line(String format, @Nullable Object... arguments) {
        out().printf(Locale.ROOT, format + "%n", arguments);
    }

    private int fail(String message) {
        spec.commandLine().getErr().println("error: " + message);
        return 1;
    }

    /// Prints problems; returns the exit code that they mean.
    private int report(List<CorruptionException> problems) {
        problems.forEach(p -> fail(String.valueOf(p.getMessage())));
        return problems.isEmpty() ? 0 : 1;
    }
}
