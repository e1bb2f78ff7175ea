package io.narthex.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.http.HttpServerOptions;
import io.narthex.http.HttpServices;
import io.narthex.http.SearchOptions;
import io.narthex.http.StoreAdmin;
import io.narthex.http.net.Exchanges;
import io.narthex.model.LabelMatcher;
import io.narthex.promql.QueryException;
import io.narthex.testkit.ListStore;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What is told of the routes is what the routes do.
class RouteTableTest {
    private static final String BEGIN = "<!-- table of routes -->";
    private static final String END = "<!-- end of the table -->";

    /// A value of every parameter that not any text will do for.
    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("query", "up"),
                    Map.entry("match[]", "up"),
                    Map.entry("match_target", "{job=\"a\"}"),
                    Map.entry("start", "1000"),
                    Map.entry("end", "2000"),
                    Map.entry("time", "1500"),
                    Map.entry("step", "10"),
                    Map.entry("last", "1h"),
                    Map.entry("timeout", "10s"),
                    Map.entry("lookback_delta", "5m"),
                    Map.entry("format", "text"),
                    Map.entry("fuzz_alg", "subsequence"),
                    Map.entry("sort_by", "alpha"),
                    Map.entry("sort_dir", "asc"),
                    Map.entry("labels", "{}"),
                    Map.entry("type", "alert"));

    private static final List<Route> ROUTES = Routes.table(HttpServerOptions.DEFAULTS, services());

    private static HttpServices services() {
        return HttpServices.builder(
                        (_, _) -> {
                            throw new QueryException.Execution("nothing is evaluated");
                        },
                        new ListStore())
                .admin(new NoAdmin())
                .search(new SearchOptions(true, 10))
                .build();
    }

    /// Parameters that remember what was asked for.
    private static final class WatchedParams extends Params {
        private final Set<String> asked = new TreeSet<>();

        WatchedParams(Map<String, List<String>> values) {
            super(values);
        }

        @Override
        List<String> all(String name) {
            asked.add(bare(name));
            return super.all(name);
        }
    }

    @Test
    void parameters_areThoseThatAreRead() throws Exception {
        List<String> readOtherwise = new ArrayList<>();
        for (Route route : ROUTES) {
            Set<String> told = new TreeSet<>();
            for (Parameter parameter : route.parameters()) {
                if (parameter.place() != Parameter.Place.PATH) {
                    told.add(bare(parameter.name()));
                }
            }
            if (route.reader() != null) {
                Set<String> read = read(route, route.reader(), false);
                read.addAll(read(route, route.reader(), true));
                assertThat(read).as(route.path()).isEqualTo(told);
            } else if (!told.isEmpty()) {
                readOtherwise.add(route.path());
            }
        }
        assertThat(readOtherwise).containsExactly("/api/v2/silences");
    }

    private static Set<String> read(Route route, Route.Reader reader, boolean all)
            throws Exception {
        Map<String, List<String>> values = new HashMap<>();
        for (Parameter parameter : route.parameters()) {
            if (all || parameter.required()) {
                String other = parameter.type().equals("integer") ? "5" : "true";
                String value = VALUES.getOrDefault(parameter.name(), other);
                values.put(parameter.name(), List.of(value));
            }
        }
        WatchedParams params = new WatchedParams(values);
        String method = route.methods().contains("GET") ? "GET" : "POST";
        try {
            reader.read(
                    new ApiRequest(params, params, "name", Exchanges.of(method, route.path(), "")));
        } catch (ApiException | QueryException _) {
            // Some contradict each other, and nothing is evaluated: all are read before.
        }
        return params.asked;
    }

    private static String bare(String name) {
        return name.replace("[]", "");
    }

    @Test
    void description_holdsEveryRouteAndParameter() {
        String document = new OpenApi(ROUTES, "/prefix", "3.14.0").document(true);
        assertThat(document).startsWith("openapi: 3.2.0\n").contains("url: '/prefix'");
        for (Route route : ROUTES) {
            String text = section(document, "  '" + route.template() + "':\n");
            for (String method : route.methods()) {
                assertThat(text)
                        .contains("    " + method.toLowerCase(java.util.Locale.ROOT) + ":\n");
            }
            for (Parameter parameter : route.parameters()) {
                assertThat(text)
                        .containsAnyOf(
                                "- name: '" + parameter.name() + "'\n",
                                "'" + parameter.name() + "': {");
            }
        }
        assertThat(section(document, "  '/api/v1/label/{name}/values':\n"))
                .contains("in: path", "required: true");
    }

    @Test
    void description_ofTheOlderVersionHasNoStreams() {
        OpenApi description = new OpenApi(ROUTES, "/", "3.14.0");
        assertThat(description.document(false)).startsWith("openapi: 3.1.0\n");
        for (Route route : ROUTES) {
            boolean stream = route.media().equals("text/event-stream");
            assertThat(description.document(false).contains("  '" + route.template() + "':\n"))
                    .as(route.path())
                    .isEqualTo(!stream);
        }
    }

    /// A path and what is indented below it.
    private static String section(String document, String heading) {
        assertThat(document).containsOnlyOnce(heading);
        String rest = document.substring(document.indexOf(heading) + heading.length());
        int end = 0;
        while (rest.startsWith("    ", end)) {
            end = rest.indexOf('\n', end) + 1;
        }
        return rest.substring(0, end);
    }

    @Test
    void manual_holdsTheTable() throws IOException {
        String manual = Files.readString(Path.of("..", "docs", "http-api.md"));
        String table =
                manual.substring(manual.indexOf(BEGIN) + BEGIN.length(), manual.indexOf(END));
        assertThat(table.strip())
                .as("docs/http-api.md between %s and %s", BEGIN, END)
                .isEqualTo(table());
    }

    private static String table() {
        StringBuilder out = new StringBuilder("| Path | Methods | Parameters | What it is for |\n");
        out.append("|---|---|---|---|");
        List<Route> sorted = new ArrayList<>(ROUTES);
        sorted.sort(Comparator.comparing(Route::template));
        for (Route route : sorted) {
            out.append("\n| `").append(route.template()).append("` | ");
            out.append(String.join(", ", new TreeSet<>(route.methods()))).append(" | ");
            List<String> names = new ArrayList<>();
            for (Parameter p : route.parameters()) {
                if (p.place() != Parameter.Place.PATH) {
                    names.add(p.required() ? "**`" + p.name() + "`**" : "`" + p.name() + "`");
                }
            }
            out.append(String.join(" ", names)).append(" | ").append(route.summary()).append(" |");
        }
        return out.toString();
    }

    private static final class NoAdmin implements StoreAdmin {
        @Override
        public void deleteSeries(long mint, long maxt, List<LabelMatcher> matchers) {}

        @Override
        public void cleanTombstones() {}

        @Override
        public String snapshot(boolean withHead) {
            return "name";
        }
    }
}
