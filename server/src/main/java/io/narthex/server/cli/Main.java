package io.narthex.server.cli;

import io.narthex.http.ListenException;
import io.narthex.model.StorageException;
import io.narthex.rules.file.RuleFileException;
import io.narthex.server.Version;
import io.narthex.yaml.ConfigException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/// The command line.
///
/// Thread safety: for one thread.
@Command(
        name = "narthex",
        description = "A Prometheus-compatible time series database and PromQL engine.",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        versionProvider = Main.VersionText.class)
public final class Main implements Callable<Integer> {
    /// Bad usage, and commands that are still to come.
    static final int USAGE = 2;

    /// `--query.hints` and `--no-query.hints`; the parser's own rule knows no names with dots.
    private static final CommandLine.INegatableOptionTransformer NEGATION =
            new CommandLine.RegexTransformer.Builder()
                    .addPattern("^--no-(.+)$", "--$1", "--[no-]$1")
                    .addPattern("^--(?!no-)(.+)$", "--no-$1", "--[no-]$1")
                    .build();

    /// In the order in which the help shows them.
    private static final SequencedMap<String, Supplier<Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("server", ServerCommand::new);
        COMMANDS.put("query", QueryCommand::new);
        COMMANDS.put("check", CheckCommand::new);
        COMMANDS.put("test", TestCommand::new);
        COMMANDS.put("backtest", BacktestCommand::new);
        COMMANDS.put("slo", SloCommand::new);
        COMMANDS.put("report", ReportCommand::new);
        COMMANDS.put("picture", PictureCommand::new);
        COMMANDS.put("film", FilmCommand::new);
        COMMANDS.put("dashboard", DashboardCommand::new);
        COMMANDS.put("tsdb", TsdbCommand::new);
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    /// Runs a command and ends the process with its exit code.
    public static void main(String[] args) {
        System.exit(commandLine(args).execute(args));
    }

    /// Knows all commands.
    static CommandLine commandLine() {
        return commandLine(new String[0]);
    }

    /// Knows the command that the arguments begin with, or all: to describe a command that is not
    /// called takes a start's time.
    static CommandLine commandLine(String[] args) {
        CommandLine line = new CommandLine(new Main());
        if (args.length > 0 && COMMANDS.containsKey(args[0])) {
            line.addSubcommand(args[0], COMMANDS.get(args[0]).get());
        } else {
            COMMANDS.forEach((name, command) -> line.addSubcommand(name, command.get()));
        }
        return line.setAbbreviatedOptionsAllowed(false)
                .setNegatableOptionTransformer(NEGATION)
                .setExecutionExceptionHandler(Main::failed);
    }

    /// What a user can mend is one line; anything else is a bug and shows where it happened.
    private static int failed(
            Exception e, CommandLine command, CommandLine.ParseResult parseResult) {
        switch (e) {
            case ConfigException c -> command.getErr().println("error: " + c.getMessage());
            case RuleFileException r -> command.getErr().println("error: " + r.getMessage());
            case StorageException s -> command.getErr().println("error: " + s.getMessage());
            case ListenException l ->
                    command.getErr()
                            .println(
                                    "error: "
                                            + l.getMessage()
                                            + ListenAddress.remedy(l, command.getCommandName()));
            default -> e.printStackTrace(command.getErr());
        }
        return 1;
    }

    /// Without a command there is nothing to do but to show the commands.
    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return USAGE;
    }

    /// The text of `--version`.
    static final class VersionText implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"narthex " + Version.number()};
        }
    }
}
