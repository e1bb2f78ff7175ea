package io.narthex.promql.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.promql.EngineOptions;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryRequest;
import io.narthex.promql.plan.Optimizers;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What `docs/promql.md` quotes is what the engine says and what the code is.
///
/// A comment before a block says what the block has to be: `quote FILE | FIRST | LAST` the lines of
/// a source from the one that begins with the first text to the one that begins with the last,
/// which is the closing brace at the same depth where there is none; `explain` what the engine
/// explains. With `-Dnarthex.record=docs/promql.md` the blocks are written anew.
class PromqlPageTest {
    private static final Path PAGE = Path.of("../docs/promql.md");
    private static final Path NAIVE = Path.of("src/main/java/io/narthex/promql/test/naive");
    private static final Pattern BLOCK =
            Pattern.compile("(?ms)^<!-- (\\w+)(?: (.*?))? -->\n\n```(\\w+)\n.*?^```$");
    private static final Pattern OPTIMIZER = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|");
    private static final String P95 =
            "histogram_quantile(0.95, sum by (le) (rate("
                    + "fastapi_request_duration_seconds_bucket{endpoint!=\"/metrics\"}[5m])))";
    private static final long MINUTE = 60_000;

    @Test
    void blocks_areWhatTheyQuote() throws IOException {
        String page = Files.readString(PAGE);
        String fresh = BLOCK.matcher(page).replaceAll(PromqlPageTest::block);
        if (System.getProperty("narthex.record", "").endsWith(PAGE.getFileName().toString())) {
            Files.writeString(PAGE, fresh);
        } else {
            assertThat(page).isEqualTo(fresh);
        }
        assertThat(BLOCK.matcher(page).results()).hasSize(5);
    }

    private static String block(MatchResult found) {
        String text =
                switch (found.group(1)) {
                    case "quote" -> quoted(found.group(2).split(" \\| ", -1));
                    case "explain" -> explained();
                    default -> throw new IllegalArgumentException(found.group(1));
                };
        String all = found.group();
        String head = all.substring(0, all.indexOf("\n```") + 4) + found.group(3) + "\n";
        return Matcher.quoteReplacement(head + text + "```");
    }

    @Test
    void optimizers_areAllNamedInTheirOrder() throws IOException {
        List<String> named =
                OPTIMIZER.matcher(Files.readString(PAGE)).results().map(r -> r.group(1)).toList();
        assertThat(named).isEqualTo(Optimizers.names());
    }

    /// @param from file, first line, and perhaps last line
    private static String quoted(String[] from) {
        try {
            List<String> lines = Files.readAllLines(NAIVE.resolve(from[0]));
            int first = 0;
            while (!lines.get(first).strip().startsWith(from[1])) {
                first++;
            }
            int indent = lines.get(first).indexOf(from[1]);
            String end = " ".repeat(indent) + (from.length > 2 ? from[2] : "}");
            int last = first;
            while (!lines.get(last).startsWith(end)) {
                last++;
            }
            return lines.subList(first, last + 1).stream()
                    .map(line -> line.substring(Math.min(indent, line.length())) + "\n")
                    .collect(Collectors.joining());
        } catch (IOException | IndexOutOfBoundsException e) {
            throw new AssertionError("nothing to quote: " + String.join(" | ", from), e);
        }
    }

    private static String explained() {
        ListStore store = new ListStore();
        twoEndpoints(store);
        try (QueryEngine engine = new QueryEngine(EngineOptions.DEFAULTS)) {
            return engine.prepare(QueryRequest.range(P95, 5 * MINUTE, 60 * MINUTE, MINUTE), store)
                    .explain(false)
                    .text();
        }
    }

    /// An hour of the histogram of two endpoints and of the scrapes themselves, every 15 seconds.
    private static void twoEndpoints(ListStore store) {
        String[] bounds = {"0.1", "0.25", "0.5", "1", "+Inf"};
        try (Appender appender = store.appender()) {
            for (String endpoint : List.of("/items", "/users", "/metrics")) {
                for (int b = 0; b < bounds.length; b++) {
                    long ref =
                            appender.resolve(
                                    Labels.of(
                                            "__name__",
                                            "fastapi_request_duration_seconds_bucket",
                                            "endpoint",
                                            endpoint,
                                            "le",
                                            bounds[b]));
                    for (int i = 0; i <= 240; i++) {
                        appender.append(ref, i * 15_000L, i * (b + 1.0));
                    }
                }
            }
            appender.commit();
        }
    }
}
