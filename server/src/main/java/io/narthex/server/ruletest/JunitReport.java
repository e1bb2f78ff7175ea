package io.narthex.server.ruletest;

import org.jspecify.annotations.Nullable;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// What came out, in the XML that other tools read, as promtool writes it with `--junit`: a suite
/// for each file, a case for each of its tests.
///
/// Thread safety: for one thread.
public final class JunitReport {
    private final List<Suite> suites = new ArrayList<>();

    private record Case(String name, List<String> failures, @Nullable String error) {}

    /// A file.
    static final class Suite {
        private final String name;
        private final List<Case> cases = new ArrayList<>();
        private String timestamp = "";

        private Suite(String name) {
            this.name = name;
        }

        /// Notes when the tests began.
        void begin(LocalDateTime time) {
            timestamp =
                    DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                            time.truncatedTo(ChronoUnit.SECONDS));
        }

        /// Adds a test.
        void add(String test, List<String> failures) {
            cases.add(new Case(test, failures, null));
        }

        /// Notes that the file can't be used.
        void abort(String reason) {
            cases.add(new Case("unknown", List.of(), reason));
        }

        private void write(StringBuilder out) {
            out.append("<testsuite name=\"");
            escape(out, name);
            int failures = cases.stream().mapToInt(c -> c.failures.size()).sum();
            long errors = cases.stream().filter(c -> c.error != null).count();
            out.append("\" tests=\"").append(cases.size());
            out.append("\" failures=\"").append(failures);
            out.append("\" errors=\"").append(errors);
            out.append("\" skipped=\"0\" timestamp=\"").append(timestamp).append("\">");
            for (Case test : cases) {
                out.append("<testcase name=\"");
                escape(out, test.name);
                out.append("\">");
                test.failures.forEach(f -> element(out, "failure", f));
                if (test.error != null) {
                    element(out, "error", test.error);
                }
                out.append("</testcase>");
            }
            out.append("</testsuite>");
        }
    }

    Suite suite(String file) {
        Suite suite = new Suite(file);
        suites.add(suite);
        return suite;
    }

    /// The document, on one line.
    public String xml() {
        StringBuilder out = new StringBuilder("<testsuites>");
        suites.forEach(suite -> suite.write(out));
        return out.append("</testsuites>").toString();
    }

    private static void element(StringBuilder out, String name, String text) {
        out.append('<').append(name).append('>');
        escape(out, text);
        out.append("</").append(name).append('>');
    }

    /// Characters that XML does not have are replaced.
    private static void escape(StringBuilder out, String text) {
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '"' -> out.append("&#34;");
                                case '\'' -> out.append("&#39;");
                                case '&' -> out.append("&amp;");
                                case '<' -> out.append("&lt;");
                                case '>' -> out.append("&gt;");
                                case '\t' -> out.append("&#x9;");
                                case '\n' -> out.append("&#xA;");
                                case '\r' -> out.append("&#xD;");
                                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
                            }
                        });
    }

    private static boolean isXml(int c) {
        return c >= 0x20 && c <= 0xD7FF || c >= 0xE000 && c <= 0xFFFD || c >= 0x10000;
    }
}
