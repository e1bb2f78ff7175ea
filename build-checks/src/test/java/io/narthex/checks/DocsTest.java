package io.narthex.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Links in the documents lead somewhere, and the types that they name exist.
class DocsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    /// A type in code style that carries its package or module folder, such as `tsdb.head.Head`.
    private static final Pattern TYPE =
            Pattern.compile("`([a-z][a-z0-9]*(?:\\.[a-z0-9]+)*)\\.([A-Z]\\w+)`");

    private static List<Path> documents() {
        return Stream.concat(
                        SourceTree.files(SourceTree.ROOT.resolve("docs"), ".md").stream(),
                        Stream.of(
                                        "README.md",
                                        "README.ko.md",
                                        "CONTRIBUTING.md",
                                        "benchmarks/README.md",
                                        "examples/README.md",
                                        "examples/django/README.md",
                                        "examples/fastapi/README.md",
                                        "grafana/README.md")
                                .map(SourceTree.ROOT::resolve))
                .toList();
    }

    @Test
    void links_leadSomewhere() {
        List<String> dead = new ArrayList<>();
        for (Path document : documents()) {
            Matcher m = LINK.matcher(SourceTree.read(document));
            while (m.find()) {
                if (!Files.exists(document.resolveSibling(m.group(1)))) {
                    dead.add(SourceTree.name(document) + " -> " + m.group(1));
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    /// A page that nobody links is a page that nobody reads.
    @Test
    void pages_areAllLinkedFromTheFirst() {
        String first = SourceTree.read(SourceTree.ROOT.resolve("README.md"));
        assertThat(SourceTree.files(SourceTree.ROOT.resolve("docs"), ".md"))
                .filteredOn(page -> !page.getParent().endsWith("formats"))
                .extracting(SourceTree::name)
                .allMatch(page -> first.contains("](" + page + ")"), "linked from README.md");
    }

    @Test
    void types_exist() {
        Set<String> known =
                SourceTree.javaFiles("src/main/java").stream()
                        .map(p -> SourceTree.name(p).replaceAll(".*src/main/java/io/narthex/", ""))
                        .map(p -> p.replace(".java", "").replace('/', '.'))
                        .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>();
        for (Path document : documents()) {
            Matcher m = TYPE.matcher(SourceTree.read(document));
            while (m.find()) {
                String type = m.group(1).replaceFirst("^io\\.narthex\\.", "") + "." + m.group(2);
                if (!known.contains(type)) {
                    unknown.add(SourceTree.name(document) + " names " + m.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }
}
