package io.narthex.yaml;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What YAML nodes mean to a configuration.
///
/// Thread safety: stateless.
final class YamlNodes {
    private YamlNodes() {}

    /// A scalar's text, whatever its type: `1` is a text where one is expected.
    static String text(Node node, YamlPlace place) {
        if (node instanceof ScalarNode scalar) {
            return isNull(node) ? "" : scalar.getValue();
        }
        throw place.error("expected one value, not " + kind(node));
    }

    /// The items of a list; none where the node is missing.
    static List<Node> list(@Nullable Node node, YamlPlace place) {
        if (node == null || isNull(node)) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw place.error("expected a list, not " + kind(node));
    }

    /// A truth value in the words that YAML 1.1 had and configurations still use.
    static boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("not true or false: \"" + text + "\"");
        };
    }

    static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a whole number: \"" + text + "\"", e);
        }
    }

    static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    /// Whether a value is empty, zero or false, so that leaving its key out means the same.
    static boolean saysNothing(Node node) {
        return switch (node) {
            case SequenceNode sequence -> sequence.getValue().isEmpty();
            case MappingNode mapping -> mapping.getValue().isEmpty();
            case ScalarNode scalar ->
                    isNull(node)
                            || scalar.getValue().isEmpty()
                            || scalar.getValue().equals("0")
                            || scalar.getValue().equals("0s")
                            || scalar.getValue().equals("false");
            default -> false;
        };
    }

    /// A node as texts, lists and maps.
    ///
    /// @param hidden the scalars in whose place another text stands
    static Object tree(Node node, Set<YamlSpan> hidden, String instead) {
        YamlSpan own = span(node);
        if (own != null && hidden.contains(own)) {
            return instead;
        }
        return switch (node) {
            case ScalarNode scalar -> isNull(node) ? "" : scalar.getValue();
            case SequenceNode list ->
                    list.getValue().stream().map(n -> tree(n, hidden, instead)).toList();
            case MappingNode block -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (NodeTuple tuple : block.getValue()) {
                    String key = tree(tuple.getKeyNode(), Set.of(), instead).toString();
                    map.put(key, tree(tuple.getValueNode(), hidden, instead));
                }
                yield map;
            }
            default -> throw new IllegalStateException("BUG: an alias is left in " + node);
        };
    }

    /// Where a node is in the text, if that is known.
    static @Nullable YamlSpan span(Node node) {
        if (node.getStartMark().isEmpty() || node.getEndMark().isEmpty()) {
            return null;
        }
        return new YamlSpan(
                node.getStartMark().get().getIndex(), node.getEndMark().get().getIndex());
    }

    /// What a node is, for messages.
    static String kind(Node node) {
        return switch (node) {
            case SequenceNode _ -> "a list";
            case MappingNode _ -> "keys with values";
            case ScalarNode _ -> "a single value";
            default -> "this";
        };
    }
}
