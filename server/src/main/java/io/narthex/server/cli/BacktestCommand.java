package io.narthex.server.cli;

import io.narthex.http.BacktestText;
import io.narthex.http.BacktestView;
import io.narthex.model.Labels;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.rules.RuleScheduler.Defaults;
import io.narthex.rules.file.RuleFileReader;
import io.narthex.server.StoredBacktests;
import io.narthex.tsdb.block.Block;
import io.narthex.tsdb.block.BlockList;
import io.narthex.tsdb.io.FileStore;
import io.narthex.yaml.YamlDocument;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/// `narthex backtest`: what alerts would have done on stored data.
@Command(
        name = "backtest",
        description =
                "Tell what alerts would have done on stored data: when they would have fired, for"
                        + " how long, and how often, also with other values of `for` and of the"
                        + " threshold. Nothing is stored and nobody is notified.",
        sortOptions = false)
final class BacktestCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RULES",
            arity = "0..1",
            description = "A rule file; without it, the rules that the server has loaded.")
    private @Nullable Path rules;

    @Option(
            names = "--last",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How far back; by default 1d.")
    private @Nullable Duration last;

    @Option(names = "--start", paramLabel = "TIME", description = "From when, instead of --last.")
    private @Nullable String start;

    @Option(
            names = "--end",
            paramLabel = "TIME",
            description =
                    "Until when; by default now, or the end of --data-dir. Times are"
                            + " 2026-01-31T12:00:00Z or seconds since 1970.")
    private @Nullable String end;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            split = ",",
            converter = DurationConverter.class,
            description = "Values to try in place of the alerts' `for`: 1m,5m,10m.")
    private List<Duration> holds = List.of();

    @Option(
            names = "--threshold",
            paramLabel = "NUMBER",
            split = ",",
            description =
                    "Numbers to try in place of the one that an alert's expression compares with.")
    private List<Double> thresholds = List.of();

    @Option(names = "--group", paramLabel = "NAME", description = "Only alerts of this group.")
    private List<String> groups = List.of();

    @Option(names = "--alert", paramLabel = "NAME", description = "Only alerts of this name.")
    private List<String> alerts = List.of();

    @Option(
            names = {"--url", "--server"},
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:9090",
            description = "The server whose data are asked; by default ${DEFAULT-VALUE}.")
    private URI server = URI.create("http://127.0.0.1:9090");

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Ask the blocks of a data directory instead. The newest hours, which are in no"
                            + " block yet, only a server knows.")
    private @Nullable Path data;

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description =
                    "With --data-dir, the interval of groups that name none; by default 1m. A"
                            + " server has its own.")
    private Duration interval = Duration.ofMinutes(1);

    @Option(names = "--format", paramLabel = "text|json", defaultValue = "text")
    private String format = "text";

    @Mixin private final FeatureFlags features = new FeatureFlags();

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Set.of("text", "json").contains(format)) {
            throw usage("--format is text or json");
        }
        if (last != null && start != null) {
            throw usage("--last and --start say the same; leave one of them out");
        }
        if (data != null) {
            return local(data);
        }
        return new ServerClient(server, spec.commandLine())
                .askLists("rules/backtest", parameters());
    }

    private Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (rules != null) {
            parameters.put("rules", List.of(YamlDocument.text(rules, "")));
            parameters.put("file", List.of(rules.toString()));
        }
        parameters.put("group[]", groups);
        parameters.put("alert[]", alerts);
        parameters.put("start", start == null ? List.of() : List.of(start));
        parameters.put("end", end == null ? List.of() : List.of(end));
        parameters.put("last", last == null ? List.of() : List.of(seconds(last)));
        parameters.put("for[]", holds.stream().map(BacktestCommand::seconds).toList());
        parameters.put("threshold[]", thresholds.stream().map(String::valueOf).toList());
        parameters.put("format", List.of(format));
        return parameters;
    }

    private static String seconds(Duration duration) {
        return String.valueOf(duration.toMillis() / 1e3);
    }

    private int local(Path directory) throws IOException {
        if (rules == null) {
            throw usage("with --data-dir, name a rule file: no server has rules loaded");
        }
        if (!Files.isDirectory(directory)) {
            throw usage("there is no directory " + directory);
        }
        EngineFeatures language = features.enable().engine();
        try (BlockList blocks = BlockList.read(FileStore.local(), directory);
                QueryEngine engine =
                        new QueryEngine(EngineOptions.DEFAULTS.withFeatures(language))) {
            blocks.problems()
                    .forEach(
                            p -> spec.commandLine().getErr().println("warning: " + p.getMessage()));
            if (blocks.blocks().isEmpty()) {
                spec.commandLine().getErr().println("error: there is no block in " + directory);
                return 1;
            }
            StoredBacktests backtests =
                    new StoredBacktests(
                            engine,
                            blocks,
                            new RuleFileReader(language.parser()),
                            List::of,
                            () -> new Defaults(interval, Duration.ZERO, Labels.empty()),
                            "http://localhost:9090");
            BacktestView.Report report = backtests.prepare(request(rules, blocks)).run();
            spec.commandLine()
                    .getOut()
                    .println(
                            (format.equals("json")
                                            ? BacktestText.json(report)
                                            : BacktestText.of(report))
                                    .stripTrailing());
            return 0;
        } catch (BacktestView.Failure e) {
            spec.commandLine().getErr().println("error: " + e.getMessage());
            return 1;
        }
    }

    private BacktestView.Request request(Path file, BlockList blocks) {
        long newest =
                blocks.blocks().stream().mapToLong((Block b) -> b.meta().endTime()).max().orElse(0);
        long until = end == null ? newest : time("--end", end);
        Duration back = last == null ? Duration.ofDays(1) : last;
        return new BacktestView.Request(
                YamlDocument.text(file, ""),
                file.toString(),
                Set.copyOf(groups),
                Set.copyOf(alerts),
                start == null ? until - back.toMillis() : time("--start", start),
                until,
                holds,
                thresholds);
    }

    private long time(String option, String text) {
        try {
            return text.matches("[0-9]+(\\.[0-9]+)?")
                    ? Math.round(Double.parseDouble(text) * 1000)
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException _) {
            throw usage(option + ": " + text + " is no time such as 2026-01-31T12:00:00Z");
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), "error: " + message);
    }
}
