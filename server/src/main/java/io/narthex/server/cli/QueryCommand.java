package io.narthex.server.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// `narthex query`: asks a running server.
@Command(name = "query", description = "Ask a running server.")
final class QueryCommand extends LaterCommands.Later {
    @Spec
    @SuppressWarnings("NullAway.Init") // set before any command runs
    private CommandSpec spec;

    /// Shows what a server makes of a query.
    ///
    /// @return 0, or 1 if the server refuses the query or does not answer
    @Command(
            name = "explain",
            description = "Show a query's plan, what optimizers made of it, and its operators.")
    int explain(
            @Option(names = "--analyze", description = "Run the query and measure every operator.")
                    boolean analyze,
            @Option(
                            names = "--server",
                            paramLabel = "URL",
                            defaultValue = "http://127.0.0.1:9090",
                            description = "The server; by default ${DEFAULT-VALUE}.")
                    URI server,
            @Option(names = "--time", paramLabel = "TIME", description = "When; by default now.")
                    @Nullable String time,
            @Option(names = "--start", paramLabel = "TIME", description = "Begin of a range query.")
                    @Nullable String start,
            @Option(names = "--end", paramLabel = "TIME", description = "Its end.")
                    @Nullable String end,
            @Option(names = "--step", paramLabel = "DURATION", description = "Its step.")
                    @Nullable String step,
            @Option(names = "--format", paramLabel = "text|json", defaultValue = "text")
                    String format,
            @Parameters(paramLabel = "EXPR", description = "The query.") String expression)
            throws InterruptedException {
        Map<String, @Nullable String> parameters = new LinkedHashMap<>();
        parameters.put("query", expression);
        parameters.put("analyze", String.valueOf(analyze));
        parameters.put("format", format);
        parameters.put("time", time);
        parameters.put("start", start);
        parameters.put("end", end);
        parameters.put("step", step);
        return new ServerClient(server, spec.commandLine()).ask("explain", parameters);
    }
}
