package io.narthex.rules.file;

import io.narthex.yaml.ConfigException;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.KeyType;
import io.narthex.yaml.YamlMapping;
import io.narthex.yaml.YamlPlace;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads one group of a rule file.
///
/// Thread safety: for one thread.
final class GroupReader {
    static final KeyTable KEYS =
            KeyTable.of(
                    "groups",
                    Key.text("name", "of no other group of the file; required"),
                    Key.of(
                            "interval",
                            KeyType.DURATION,
                            "",
                            "how often its rules are evaluated; as `evaluation_interval` of"
                                    + " `global`"),
                    Key.of(
                            "query_offset",
                            KeyType.DURATION,
                            "",
                            "how far in the past its rules look; as `rule_query_offset` of"
                                    + " `global`"),
                    Key.of(
                            "limit",
                            KeyType.NUMBER,
                            "0",
                            "the most series or alerts of a rule; more are an error, and none;"
                                    + " 0 for no limit"),
                    Key.of("labels", KeyType.TEXT_BY_NAME, "", "labels of all its rules"),
                    Key.blocks("rules", RuleReader.KEYS, "evaluated one after the other"));

    private final RuleFileReader reader;
    private final YamlMapping node;

    /// Where problems go; more than one may be found.
    private final List<String> problems;

    private String name = "";
    private @Nullable Duration interval;
    private @Nullable Duration queryOffset;
    private int limit;

    GroupReader(RuleFileReader reader, YamlMapping node, List<String> problems) {
        this.reader = reader;
        this.node = node;
        this.problems = problems;
    }

    /// @param names of the groups before; this one's is added
    /// @return what was read, which is worth something only if there was no problem
    RuleGroupDefinition read(Set<String> names) {
        node.text("name", s -> name = s);
        node.duration("interval", d -> interval = d.isZero() ? null : d);
        node.duration("query_offset", d -> queryOffset = d);
        node.number("limit", n -> limit = limit(n));
        Map<String, String> labels = node.textByKey("labels");
        List<YamlMapping> rules = node.mappings("rules");
        reader.refuseUnknown(node);
        if (name.isEmpty()) {
            problem(node.place(), "Groupname must not be empty");
        }
        if (!names.add(name)) {
            problem(node.place(), "groupname: \"" + name + "\" is repeated in the same file");
        }
        LabelCheck.labels(labels, label -> node.mapping("labels").place(label), this::problem);
        return new RuleGroupDefinition(
                name, interval, queryOffset, limit, labels, rules(rules, labels), place(node));
    }

    private static int limit(long number) {
        if ((int) number != number) {
            throw new IllegalArgumentException("not a limit: " + number);
        }
        return (int) number;
    }

    private List<RuleDefinition> rules(List<YamlMapping> nodes, Map<String, String> labels) {
        List<RuleDefinition> rules = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            try {
                RuleReader rule = new RuleReader(reader, nodes.get(i));
                RuleDefinition definition = rule.read(labels, name, i + 1, problems);
                if (definition != null) {
                    rules.add(definition);
                }
            } catch (ConfigException e) {
                problems.add(e.withinFile());
            }
        }
        return rules;
    }

    private void problem(YamlPlace place, String text) {
        problems.add(place.line() + ":" + place.column() + ": " + text);
    }

    static FilePlace place(YamlMapping node) {
        return new FilePlace(node.place().line(), node.place().column());
    }
}
