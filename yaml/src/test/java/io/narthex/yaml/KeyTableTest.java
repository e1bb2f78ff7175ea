package io.narthex.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class KeyTableTest {
    private static final KeyTable COLOURS =
            KeyTable.of("colours", Key.text("colour", "any")).later("hue");

    private static final KeyTable BOX =
            KeyTable.of(
                            "box",
                            Key.of("width", KeyType.NUMBER, "1", "in metres"),
                            Key.block("lid", COLOURS, "on top"),
                            Key.blocks("sides", COLOURS, "around"),
                            Key.blockByName("parts", COLOURS, "inside"))
                    .with(COLOURS)
                    .laterBut("glue it", "hinges");

    private static YamlMapping box(String yaml) {
        return YamlDocument.parse("f.yml", yaml).onlyTop().declared(BOX);
    }

    @Test
    void key_thatIsNotDeclared_isNotRead() {
        assertThatThrownBy(() -> box("height: 1\n").number("height", _ -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("BUG: height is read and no key of box");
        assertThatThrownBy(() -> box("").mapping("lid").text("shape", _ -> {}))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void key_isReadAsWhatItIsDeclared() {
        assertThatThrownBy(() -> box("width: 1m\n").duration("width", _ -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("BUG: width is declared as number");
        List<Long> read = new ArrayList<>();
        box("width: 7\n").number("width", read::add);
        assertThat(read).containsExactly(7L);
    }

    @Test
    void unknownKey_isToldWithTheNearestOfTheTable_readOrNot() {
        assertThatThrownBy(() -> box("color: 2\n").refuseTheRest())
                .hasMessage("f.yml:1: color: unknown key; did you mean \"colour\"?");
        assertThatThrownBy(() -> box("zzz: 2\n").refuseTheRest())
                .hasMessageEndingWith("known here: width, lid, sides, parts, colour");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lid: {shade: 1}",
                "sides: [{}, {shade: 1}]",
                "parts: {a: {}, b: {shade: 1}}",
            })
    void blocks_haveTheKeysOfTheirTable(String yaml) {
        YamlMapping box = box(yaml);
        List<YamlMapping> inner = new ArrayList<>(box.mappings("sides"));
        inner.addAll(box.mappingByKey("parts").values());
        inner.add(box.mapping("lid"));
        assertThatThrownBy(() -> inner.forEach(YamlMapping::refuseTheRest))
                .hasMessageEndingWith("shade: unknown key; known here: colour");
    }

    @Test
    void laterKey_isRefusedWithTheRemedy_unlessItSaysNothing() {
        assertThatThrownBy(() -> box("hinges: 2\n").refuseTheRest())
                .hasMessage("f.yml:1: hinges: not supported yet; glue it");
        assertThatThrownBy(() -> box("hue: 2\n").refuseTheRest())
                .hasMessage("f.yml:1: hue: not supported yet; take it out to go on without it");
        box("{hue: , hinges: []}").refuseTheRest();
    }

    @Test
    void tables_haveNoKeyTwice_andOnlyBlocksHaveKeys() {
        assertThatThrownBy(() -> COLOURS.with(COLOURS))
                .hasMessageContaining("twice the key colour");
        assertThatThrownBy(() -> COLOURS.later("colour")).hasMessageContaining("twice");
        assertThatThrownBy(() -> Key.of("k", KeyType.BLOCK, "", "none inside"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
