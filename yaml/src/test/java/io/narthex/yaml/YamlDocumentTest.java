package io.narthex.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class YamlDocumentTest {
    private static YamlMapping parse(String yaml) {
        return YamlDocument.parse("f.yml", yaml).onlyTop();
    }

    @Test
    void emptyText_hasNoKeys() {
        parse("").refuseTheRest();
        parse("# nothing\n").refuseTheRest();
    }

    @Test
    void secondDocument_isRefusedWhereOneIsRead() {
        YamlDocument two = YamlDocument.parse("f.yml", "a: 1\n---\nb: 2\n");
        assertThat(two.hasMore()).isTrue();
        assertThatThrownBy(two::onlyTop)
                .hasMessageStartingWith("f.yml:1: a second document begins");
    }

    @Test
    void places_countLinesAndColumnsFromOne() {
        YamlMapping top = parse("list:\n  - a: 1\n    b:   2\n");
        YamlMapping item = top.mappings("list").getFirst();
        assertThat(item.place()).isEqualTo(new YamlPlace("f.yml", 2, 5, "list[0]"));
        assertThat(item.place("b")).isEqualTo(new YamlPlace("f.yml", 3, 5, "list[0].b"));
        assertThat(item.valuePlace("b")).isEqualTo(new YamlPlace("f.yml", 3, 10, "list[0].b"));
    }

    @Test
    void unknownKey_isRefusedWithTheNearestName() {
        YamlMapping top = parse("a: 1\nexprs: 2\n");
        List<String> texts = new ArrayList<>();
        top.text("expr", texts::add);
        top.text("a", texts::add);
        assertThat(texts).containsExactly("1");
        assertThatThrownBy(top::refuseTheRest)
                .hasMessage("f.yml:2: exprs: unknown key; did you mean \"expr\"?");
    }

    @Test
    void aliasesAndMerges_areFollowed() {
        YamlMapping top = parse("a: &x {k: v}\nb: *x\nc: {<<: *x, l: w}\n");
        assertThat(top.textByKey("b")).containsOnlyKeys("k");
        assertThat(top.textByKey("c")).containsOnlyKeys("k", "l");
    }

    @Test
    void brokenYaml_namesTheLine() {
        assertThatThrownBy(() -> parse("a: 1\nb: [\n"))
                .hasMessageStartingWith("f.yml:3: not valid YAML");
    }
}
