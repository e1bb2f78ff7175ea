package io.narthex.server.config;

import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A key at one of the places where it may stand.
///
/// @param steps the keys from the top of the file on, this one last
record KeyPath(List<Step> steps) {
    /// Marks the line of the key in a text.
    private static final String HERE = " # here";

    /// What a block has to have so that it can be read, by the name of its table.
    private static final Map<String, String> REQUIRED =
            Map.ofEntries(
                    Map.entry("scrape_configs", "job_name: j"),
                    Map.entry("file_sd_configs", "files: [a.yml]"),
                    Map.entry("http_sd_configs", "url: 'http://targets.test/'"),
                    Map.entry("dns_sd_configs", "names: [a.test]\nport: 1"),
                    Map.entry("oauth2", "client_id: c\ntoken_url: 'http://token.test/'"),
                    Map.entry("relabel_configs", "target_label: t"),
                    Map.entry("receivers", "name: r\nwebhook: {url: 'http://hook.test/'}"),
                    Map.entry("webhook", "url: 'http://hook.test/'"),
                    Map.entry("slack", "url: 'http://hook.test/'"),
                    Map.entry("email", "smarthost: 'mail.test:25'\nfrom: a@b.test\nto: [c@d.test]"),
                    Map.entry("slos", "name: s\nobjective: 99\nindicator: {total: a, bad: b}"),
                    Map.entry("indicator", "total: a\nbad: b"),
                    Map.entry("latency", "metric: m\nthreshold: 1"),
                    Map.entry("tls_config", "min_version: TLS10"),
                    Map.entry(
                            "tls_server_config",
                            "cert_file: server.pem\nkey_file: server.key\nmin_version: TLS10"),
                    Map.entry("tokens", "name: t\nsha256: " + "0a".repeat(32)),
                    Map.entry("groups", "name: g"),
                    Map.entry("rules", "alert: A\nexpr: up"));

    /// What may not stand beside a key.
    private static final Map<String, Set<String>> INSTEAD_OF =
            Map.of(
                    "slack", Set.of("webhook"),
                    "email", Set.of("webhook"),
                    "latency", Set.of("total", "bad"),
                    "record", Set.of("alert"));

    /// A key on the way.
    ///
    /// @param block the name of the table of the block where it stands
    record Step(String block, Key key) {}

    /// A file, and the line from 1 of the key that it was written for.
    record Written(String yaml, int line) {}

    /// All keys that a file may have, at all their places.
    static List<KeyPath> read(KeyTable file) {
        return paths(file).filter(path -> !path.key().meaning().isEmpty()).toList();
    }

    /// All keys that are refused as not supported yet, at all their places.
    static List<KeyPath> later(KeyTable file) {
        return paths(file).filter(path -> path.key().meaning().isEmpty()).toList();
    }

    /// The same keys, each at one of its places only.
    static List<KeyPath> once(List<KeyPath> paths) {
        Map<Key, KeyPath> firsts = new LinkedHashMap<>();
        paths.forEach(path -> firsts.putIfAbsent(path.key(), path));
        return List.copyOf(firsts.values());
    }

    private static Stream<KeyPath> paths(KeyTable file) {
        return inside(new KeyPath(List.of()), file.name(), file);
    }

    /// @param block the name of the table that has the keys of this one too
    private static Stream<KeyPath> inside(KeyPath above, String block, KeyTable table) {
        Stream<Key> later = table.later().stream().map(name -> Key.text(name, ""));
        return Stream.concat(
                Stream.concat(table.own().stream(), later)
                        .map(key -> above.then(new Step(block, key)))
                        .flatMap(KeyPath::andInside),
                table.others().stream().flatMap(other -> inside(above, block, other)));
    }

    private Stream<KeyPath> andInside() {
        KeyTable inside = key().inside();
        return inside == null
                ? Stream.of(this)
                : Stream.concat(Stream.of(this), inside(this, inside.name(), inside));
    }

    private KeyPath then(Step step) {
        return new KeyPath(Stream.concat(steps.stream(), Stream.of(step)).toList());
    }

    Key key() {
        return steps.getLast().key();
    }

    /// A file that has this key with a value, and else only what is required.
    Written written(String value) {
        List<String> lines = block(0, List.of(key().name() + ": " + value + HERE));
        int line = 0;
        while (!lines.get(line).endsWith(HERE)) {
            line++;
        }
        return new Written(String.join("\n", lines) + "\n", line + 1);
    }

    /// A file with the block where the key would stand, without it.
    String without() {
        return String.join("\n", block(0, List.of())) + "\n";
    }

    /// The lines of a block on the way.
    ///
    /// @param last those of the key itself
    private List<String> block(int depth, List<String> last) {
        String name = steps.get(depth).key().name();
        boolean isLast = depth == steps.size() - 1;
        Map<String, String> required = new LinkedHashMap<>();
        REQUIRED.getOrDefault(steps.get(depth).block(), "")
                .lines()
                .forEach(line -> required.put(line.substring(0, line.indexOf(':')), line));
        required.remove(name);
        required.keySet().removeAll(INSTEAD_OF.getOrDefault(name, Set.of()));
        List<String> lines = new ArrayList<>(required.values());
        if (isLast) {
            lines.addAll(last);
        } else {
            lines.add(name + ":");
            lines.addAll(value(steps.get(depth).key().type(), block(depth + 1, last)));
        }
        return lines;
    }

    /// The lines of a value that consists of a block, or of several such as this one.
    private static List<String> value(KeyType type, List<String> block) {
        List<String> lines = block.isEmpty() ? List.of("{}") : block;
        String first = "  ";
        if (type == KeyType.BLOCKS) {
            first = "- ";
        } else if (type == KeyType.BLOCK_BY_NAME) {
            first = "  Name:\n    ";
        }
        String others = type == KeyType.BLOCK_BY_NAME ? "    " : "  ";
        return (first + String.join("\n" + others, lines)).lines().toList();
    }

    @Override
    public String toString() {
        return steps.stream().map(step -> step.key().name()).collect(Collectors.joining("."));
    }
}
