package io.narthex.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who may import whom, between modules and within them, read from the class files.
class LayeringTest {
    private static final Pattern OURS = Pattern.compile("io/narthex/[a-z0-9/]+/(?=[A-Z])");

    /// A module's packages all start with `root`. Other modules may use only its `facade` packages,
    /// and it may use only the modules named.
    private record Module(String root, Set<String> facade, Set<String> mayUse) {}

    private static final Map<String, Module> MODULES =
            Map.ofEntries(
                    module(
                            "model",
                            "model",
                            Set.of(
                                    "model",
                                    "model/relabel",
                                    "model/histogram",
                                    "model/number",
                                    "model/proto"),
                            Set.of()),
                    module("yaml", "yaml", Set.of("yaml"), Set.of("model")),
                    module("http-client", "client", Set.of("client"), Set.of()),
                    module("testkit", "testkit", Set.of("testkit"), Set.of("model")),
                    module(
                            "tsdb-core",
                            "tsdb",
                            Set.of(
                                    "tsdb",
                                    "tsdb/block",
                                    "tsdb/cardinality",
                                    "tsdb/exemplar",
                                    "tsdb/io",
                                    "tsdb/pressure",
                                    "tsdb/tail"),
                            Set.of("model")),
                    module(
                            "tsdb-faults",
                            "tsdb/faults",
                            Set.of(),
                            Set.of("model", "tsdb-core", "testkit")),
                    module(
                            "promql-parser",
                            "promql/parser",
                            Set.of("promql/parser"),
                            Set.of("model")),
                    module(
                            "promql-engine",
                            "promql",
                            Set.of("promql"),
                            Set.of("model", "promql-parser")),
                    module(
                            "promql-test",
                            "promql/test",
                            Set.of("promql/test"),
                            Set.of("model", "promql-parser", "promql-engine", "testkit")),
                    module(
                            "rules",
                            "rules",
                            Set.of(
                                    "rules",
                                    "rules/alert",
                                    "rules/backtest",
                                    "rules/deliver",
                                    "rules/file",
                                    "rules/history",
                                    "rules/notify",
                                    "rules/slo",
                                    "rules/template"),
                            Set.of("model", "yaml", "promql-parser", "promql-engine")),
                    module(
                            "scraper",
                            "scrape",
                            Set.of("scrape", "scrape/discover", "scrape/doctor", "scrape/text"),
                            Set.of("model", "http-client", "yaml")),
                    module("remote", "remote", Set.of("remote", "remote/otlp"), Set.of("model")),
                    module(
                            "http-api",
                            "http",
                            Set.of("http", "http/security"),
                            Set.of("model", "promql-parser", "promql-engine")),
                    module("web-ui", "ui", Set.of("ui"), Set.of()),
                    module("demo", "demo", Set.of("demo"), Set.of("model")));

    /// These see everything: `server` wires, `benchmarks` measures insides, `browser-tests` is the
    /// user.
    private static final Set<String> SEE_ALL =
            Set.of("server", "benchmarks", "browser-tests", "exercise-checks", "build-checks");

    /// Within a module: packages whose classes must not use the packages named.
    private static final Map<String, Set<String>> FORBIDDEN_WITHIN =
            Map.ofEntries(
                    Map.entry("model/number", Set.of("model", "model/histogram", "model/relabel")),
                    Map.entry("model/proto", Set.of("model", "model/histogram", "model/relabel")),
                    Map.entry("model/histogram", Set.of("model", "model/relabel")),
                    Map.entry(
                            "tsdb/io",
                            Set.of("tsdb/chunk", "tsdb/index", "tsdb/wal", "tsdb/head", "tsdb")),
                    Map.entry(
                            "tsdb/chunk",
                            Set.of("tsdb/io", "tsdb/index", "tsdb/head", "tsdb/block", "tsdb")),
                    Map.entry("tsdb/pages", Set.of("tsdb/index", "tsdb/wal", "tsdb/head", "tsdb")),
                    Map.entry(
                            "tsdb/wal",
                            Set.of("tsdb/index", "tsdb/pages", "tsdb/tail", "tsdb/head", "tsdb")),
                    Map.entry("tsdb/tail", Set.of("tsdb/index", "tsdb/pages", "tsdb/head", "tsdb")),
                    Map.entry("tsdb/merge", Set.of("tsdb/head", "tsdb/block", "tsdb")),
                    Map.entry("tsdb/block", Set.of("tsdb/head", "tsdb/compact", "tsdb")),
                    Map.entry(
                            "tsdb/exemplar", Set.of("tsdb/index", "tsdb/wal", "tsdb/head", "tsdb")),
                    Map.entry("tsdb/compact", Set.of("tsdb/head", "tsdb")),
                    Map.entry("tsdb/pressure", Set.of("tsdb/head", "tsdb/block", "tsdb")),
                    Map.entry("tsdb/index", Set.of("tsdb/merge", "tsdb/head", "tsdb")),
                    Map.entry("tsdb/head", Set.of("tsdb")),
                    Map.entry("rules/template", Set.of("rules", "rules/file", "rules/slo")),
                    Map.entry("promql/plan", Set.of("promql/exec")),
                    Map.entry("promql/window", Set.of("promql/exec")),
                    Map.entry("promql/function", Set.of("promql/exec")),
                    Map.entry("promql/aggregate", Set.of("promql/exec")));

    @Test
    void classes_useOnlyWhatTheirModuleMay() {
        List<String> violations = new ArrayList<>();
        for (String module : SourceTree.modules()) {
            Path classes = SourceTree.ROOT.resolve(module).resolve("target/classes");
            for (Path file : SourceTree.files(classes, ".class")) {
                check(module, file, violations);
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void table_namesEveryModuleOfTheReactor() {
        Set<String> named = new TreeSet<>(MODULES.keySet());
        named.addAll(SEE_ALL);
        assertThat(SourceTree.modules()).containsExactlyInAnyOrderElementsOf(named);
    }

    private static void check(String module, Path file, List<String> violations) {
        ClassModel model = ClassFile.of().parse(SourceTree.bytes(file));
        String from = packageOf(model.thisClass().asInternalName());
        for (String to : usedPackages(model)) {
            String problem = problem(module, from, to);
            if (problem != null) {
                violations.add(model.thisClass().asInternalName() + " uses " + to + ": " + problem);
            }
        }
    }

    private static String problem(String module, String from, String to) {
        String target = owner(to);
        if (target.equals(module)) {
            boolean forbidden = FORBIDDEN_WITHIN.getOrDefault(from, Set.of()).contains(to);
            return forbidden ? "wrong direction within " + module : null;
        }
        if (target.equals("server") || target.equals("benchmarks")) {
            return "nothing imports " + target;
        }
        if (module.equals("benchmarks") || module.equals("build-checks")) {
            return null;
        }
        if (!module.equals("server") && !MODULES.get(module).mayUse().contains(target)) {
            return module + " may not use " + target;
        }
        return MODULES.get(target).facade().contains(to) ? null : "not a facade of " + target;
    }

    /// The module with the longest root that the package starts with.
    private static String owner(String pkg) {
        String best = "server";
        int length = 0;
        for (Map.Entry<String, Module> e : MODULES.entrySet()) {
            String root = e.getValue().root();
            if ((pkg.equals(root) || pkg.startsWith(root + "/")) && root.length() > length) {
                best = e.getKey();
                length = root.length();
            }
        }
        return pkg.startsWith("benchmarks") ? "benchmarks" : best;
    }

    /// Packages of ours that the class names anywhere: in code, descriptors or signatures.
    private static Set<String> usedPackages(ClassModel model) {
        Set<String> packages = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            String text =
                    switch (entry) {
                        case ClassEntry c -> c.asInternalName();
                        case Utf8Entry u when u.stringValue().contains("Lio/narthex/") ->
                                u.stringValue();
                        default -> "";
                    };
            Matcher m = OURS.matcher(text);
            while (m.find()) {
                packages.add(packageOf(m.group() + "X"));
            }
        }
        return packages;
    }

    /// `io/narthex/tsdb/head/Head` to `tsdb/head`.
    private static String packageOf(String internalName) {
        int end = internalName.lastIndexOf('/');
        return internalName.substring(
                Math.min("io/narthex/".length(), end), Math.max(end, "io/narthex".length()));
    }

    private static Map.Entry<String, Module> module(
            String name, String root, Set<String> facade, Set<String> mayUse) {
        return Map.entry(name, new Module(root, facade, mayUse));
    }
}
