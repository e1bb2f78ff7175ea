package io.narthex.yaml;

import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Present;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Writes YAML as Prometheus shows configurations: blocks without indented lists, and quotes only
/// around what would otherwise not be the text that it is.
///
/// Thread safety: stateless.
public final class YamlText {
    private static final int WIDTH = 80;

    /// What a reader of YAML 1.1 takes for a truth value, nothing, a number or a time.
    private static final Pattern NO_TEXT =
            Pattern.compile(
                    "|~|<<|=|[yYnN]|null|Null|NULL|true|True|TRUE|false|False|FALSE"
                            + "|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF"
                            + "|[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)"
                            + "|[-+]?(?:[0-9][0-9_]*)?\\.?[0-9][0-9_]*\\.?(?:[eE][-+]?[0-9]+)?"
                            + "|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?"
                            + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)"
                            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?");

    /// A list that is written on one line.
    ///
    /// @param items its texts
    public record Line(List<String> items) {
        /// Copies the list.
        public Line {
            items = List.copyOf(items);
        }
    }

    private YamlText() {}

    /// A block as text, its keys in the map's order.
    ///
    /// @param block values are texts, truth values, numbers, [Line]s, lists and maps of such
    /// @throws IllegalArgumentException for a value of another type
    public static String of(Map<String, ?> block) {
        if (block.isEmpty()) {
            return "{}\n";
        }
        DumpSettings settings =
                DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setWidth(WIDTH).build();
        return new Present(settings)
                .emitToString(new Serialize(settings).serializeOne(node(block)).iterator());
    }

    private static Node node(Object value) {
        return switch (value) {
            case String text -> scalar(text);
            case Boolean flag -> new ScalarNode(Tag.BOOL, flag.toString(), ScalarStyle.PLAIN);
            case Integer number -> new ScalarNode(Tag.INT, number.toString(), ScalarStyle.PLAIN);
            case Long number -> new ScalarNode(Tag.INT, number.toString(), ScalarStyle.PLAIN);
            case Double number ->
                    new ScalarNode(
                            Tag.FLOAT,
                            BigDecimal.valueOf(number).stripTrailingZeros().toPlainString(),
                            ScalarStyle.PLAIN);
            case Line line -> list(line.items(), FlowStyle.FLOW);
            case List<?> items -> list(items, items.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
            case Map<?, ?> block -> block(block);
            default -> throw new IllegalArgumentException("no YAML: " + value.getClass());
        };
    }

    private static Node scalar(String text) {
        ScalarStyle style =
                text.indexOf('\n') >= 0
                        ? ScalarStyle.LITERAL
                        : NO_TEXT.matcher(text).matches()
                                ? ScalarStyle.DOUBLE_QUOTED
                                : ScalarStyle.PLAIN;
        return new ScalarNode(Tag.STR, text, style);
    }

    private static Node list(List<?> items, FlowStyle style) {
        return new SequenceNode(Tag.SEQ, items.stream().map(YamlText::node).toList(), style);
    }

    private static Node block(Map<?, ?> block) {
        List<NodeTuple> tuples = new ArrayList<>();
        block.forEach((key, v) -> tuples.add(new NodeTuple(scalar(key.toString()), node(v))));
        return new MappingNode(Tag.MAP, tuples, block.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK);
    }
}
