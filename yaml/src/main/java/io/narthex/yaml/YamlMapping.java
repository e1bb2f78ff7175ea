package io.narthex.yaml;

import io.narthex.model.DurationText;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.Tag;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// A mapping whose keys are taken one by one; whatever nobody took is unknown.
///
/// A key that is missing or null leaves the default, so the `ifPresent` consumers are not called.
///
/// One with a [KeyTable] knows the keys of the table instead, and so do the blocks in it: to take
/// another key, or one as what it is not, is a bug of the reader.
///
/// Thread safety: for one thread.
public final class YamlMapping {
    private final YamlPlace place;

    /// What is known here; null where keys are free, or known by being asked for.
    private final @Nullable KeyTable table;

    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, YamlPlace> places = new LinkedHashMap<>();

    /// Every key that was asked for: what this block knows.
    private final Set<String> known = new LinkedHashSet<>();

    private YamlMapping(YamlPlace place, @Nullable KeyTable table) {
        this.place = place;
        this.table = table;
    }

    /// A mapping without keys.
    static YamlMapping empty(YamlPlace place) {
        return new YamlMapping(place, null);
    }

    /// @throws ConfigException if the node is no mapping, or a key is no text or written twice
    static YamlMapping of(Node node, YamlPlace place) {
        return of(node, place, null);
    }

    private static YamlMapping of(Node node, YamlPlace place, @Nullable KeyTable table) {
        YamlMapping mapping = new YamlMapping(place, table);
        if (YamlNodes.isNull(node)) {
            return mapping;
        }
        if (!(node instanceof MappingNode map)) {
            throw place.error("expected keys with values here, not " + YamlNodes.kind(node));
        }
        for (NodeTuple tuple : map.getValue()) {
            YamlPlace keyPlace = place.at(tuple.getKeyNode());
            String key = YamlNodes.text(tuple.getKeyNode(), keyPlace);
            YamlPlace own = keyPlace.key(key);
            if (mapping.values.put(key, tuple.getValueNode()) != null) {
                throw own.error("the key is there twice");
            }
            mapping.places.put(key, own);
        }
        return mapping;
    }

    /// The same, with the keys that it may have.
    public YamlMapping declared(KeyTable keys) {
        YamlMapping mapping = new YamlMapping(place, keys);
        mapping.values.putAll(values);
        mapping.places.putAll(places);
        return mapping;
    }

    /// Where the mapping itself stands.
    public YamlPlace place() {
        return place;
    }

    /// Where a key stands, or the mapping where the key is missing.
    public YamlPlace place(String key) {
        return places.getOrDefault(key, place);
    }

    /// Where the value of a key begins, or the mapping where the key is missing.
    public YamlPlace valuePlace(String key) {
        Node value = values.get(key);
        return value == null ? place : place(key).at(value);
    }

    /// Where the value of a key is in the text; null where it is missing or null.
    public @Nullable YamlSpan span(String key) {
        Node value = take(key);
        return value == null ? null : YamlNodes.span(value);
    }

    /// The value of a key, or null where it is missing or null.
    private @Nullable Node take(String key) {
        if (table != null && table.find(key) == null) {
            throw new IllegalStateException(
                    "BUG: " + key + " is read and no key of " + table.name());
        }
        known.add(key);
        Node value = values.get(key);
        return value == null || value.getTag().equals(Tag.NULL) ? null : value;
    }

    /// The value of a key that is to be of one of some types.
    private @Nullable Node takeAs(String key, KeyType... types) {
        Node value = take(key);
        Key declared = table == null ? null : table.find(key);
        if (declared != null && !List.of(types).contains(declared.type())) {
            throw new IllegalStateException(
                    "BUG: " + key + " is declared as " + declared.type().words());
        }
        return value;
    }

    /// The keys of the block that a key holds; null where any will do.
    private @Nullable KeyTable inside(String key) {
        Key declared = table == null ? null : table.find(key);
        return declared == null ? null : declared.inside();
    }

    /// Whether a key is there and has a value.
    public boolean has(String key) {
        return take(key) != null;
    }

    /// A text.
    public void text(String key, Consumer<String> ifPresent) {
        value(key, Function.identity(), ifPresent);
    }

    /// A truth value.
    public void flag(String key, Consumer<Boolean> ifPresent) {
        scalar(key, takeAs(key, KeyType.FLAG), YamlNodes::bool, ifPresent);
    }

    /// A whole number.
    public void number(String key, Consumer<Long> ifPresent) {
        scalar(key, takeAs(key, KeyType.NUMBER), YamlNodes::number, ifPresent);
    }

    /// A duration such as `1h30m`.
    public void duration(String key, Consumer<Duration> ifPresent) {
        scalar(key, takeAs(key, KeyType.DURATION), DurationText::parse, ifPresent);
    }

    /// A number of bytes such as `50MB`.
    public void size(String key, Consumer<Long> ifPresent) {
        scalar(key, takeAs(key, KeyType.SIZE), ByteSizes::parse, ifPresent);
    }

    /// A scalar; what the conversion or the consumer refuses is an error at the key.
    public <T> void value(String key, Function<String, T> conversion, Consumer<T> ifPresent) {
        scalar(key, takeAs(key, KeyType.TEXT, KeyType.NUMBER), conversion, ifPresent);
    }

    private <T> void scalar(
            String key,
            @Nullable Node node,
            Function<String, T> conversion,
            Consumer<T> ifPresent) {
        if (node == null) {
            return;
        }
        try {
            ifPresent.accept(conversion.apply(YamlNodes.text(node, place(key))));
        } catch (IllegalArgumentException e) {
            throw place(key).error(e);
        }
    }

    /// The mappings of a list.
    public List<YamlMapping> mappings(String key) {
        return list(takeAs(key, KeyType.BLOCKS), place(key), inside(key));
    }

    /// The mappings of a list; none where the node is missing.
    static List<YamlMapping> list(@Nullable Node node, YamlPlace place) {
        return list(node, place, null);
    }

    private static List<YamlMapping> list(
            @Nullable Node node, YamlPlace place, @Nullable KeyTable inside) {
        List<YamlMapping> mappings = new ArrayList<>();
        List<Node> nodes = YamlNodes.list(node, place);
        for (int i = 0; i < nodes.size(); i++) {
            YamlPlace own = place.index(i).at(nodes.get(i));
            if (YamlNodes.isNull(nodes.get(i))) {
                throw own.error("empty or null entry");
            }
            mappings.add(of(nodes.get(i), own, inside));
        }
        return mappings;
    }

    /// The names of all keys, in the file's order: for blocks of free keys.
    public Set<String> keys() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /// The texts of a list.
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Node node : YamlNodes.list(takeAs(key, KeyType.TEXTS), place(key))) {
            texts.add(YamlNodes.text(node, place(key).at(node)));
        }
        return texts;
    }

    /// A block of free keys with texts, such as labels.
    public Map<String, String> textByKey(String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        YamlMapping block = block(key, takeAs(key, KeyType.TEXT_BY_NAME));
        for (Map.Entry<String, Node> e : block.values.entrySet()) {
            texts.put(e.getKey(), YamlNodes.text(e.getValue(), block.place(e.getKey())));
        }
        return texts;
    }

    /// A block of free keys with lists of texts.
    public Map<String, List<String>> textsByKey(String key) {
        Map<String, List<String>> texts = new LinkedHashMap<>();
        YamlMapping block = block(key, takeAs(key, KeyType.TEXTS_BY_NAME));
        for (String name : List.copyOf(block.values.keySet())) {
            texts.put(name, block.texts(name));
        }
        return texts;
    }

    /// A block, empty where it is missing.
    public YamlMapping mapping(String key) {
        return block(key, takeAs(key, KeyType.BLOCK, KeyType.TEXT_BY_NAME, KeyType.TEXTS_BY_NAME));
    }

    private YamlMapping block(String key, @Nullable Node node) {
        KeyTable keys = inside(key);
        return node == null ? new YamlMapping(place(key), keys) : of(node, place(key), keys);
    }

    /// Blocks under free names, empty where the key is missing.
    public Map<String, YamlMapping> mappingByKey(String key) {
        Map<String, YamlMapping> blocks = new LinkedHashMap<>();
        Node node = takeAs(key, KeyType.BLOCK_BY_NAME);
        if (node != null) {
            YamlMapping block = of(node, place(key));
            block.values.forEach(
                    (name, value) -> blocks.put(name, of(value, block.place(name), inside(key))));
        }
        return blocks;
    }

    /// The whole value of a key as texts, lists and maps, in the file's order; null where it is
    /// missing or null.
    ///
    /// @param hidden the values in whose place another text stands
    /// @param instead that text
    public @Nullable Object tree(String key, Set<YamlSpan> hidden, String instead) {
        Node value = take(key);
        return value == null ? null : YamlNodes.tree(value, hidden, instead);
    }

    private void requireNothing(String key, Node value, String instead) {
        if (!YamlNodes.saysNothing(value)) {
            throw place(key).error("not supported yet; " + instead);
        }
    }

    /// Refuses keys that are not known here; those of Prometheus that this version does not have
    /// may stand there as long as they say nothing.
    public void refuseTheRest() {
        Set<String> here = table == null ? known : table.names();
        for (Map.Entry<String, Node> entry : values.entrySet()) {
            String key = entry.getKey();
            if (here.contains(key)) {
                continue;
            }
            String instead = table == null ? null : table.instead(key);
            if (instead == null) {
                throw unknown(key, here);
            }
            requireNothing(key, entry.getValue(), instead);
        }
    }

    private ConfigException unknown(String key, Set<String> here) {
        String nearest = NearestName.of(key, here);
        String remedy =
                nearest == null
                        ? "; known here: " + String.join(", ", here)
                        : "; did you mean \"" + nearest + "\"?";
        return place(key).error("unknown key" + remedy);
    }
}
