package io.narthex.scrape.discover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.narthex.model.Labels;
import io.narthex.scrape.TargetGroup;
import io.narthex.yaml.ConfigException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Lists of groups in both of their forms.
class GroupsTest {
    private static final GroupOrigin ORIGIN = new GroupOrigin("t.x", "__meta_filepath");
    private static final List<TargetGroup> EXPECTED =
            List.of(
                    new TargetGroup(
                            List.of(
                                    Labels.of("__address__", "a:1"),
                                    Labels.of("__address__", "b:2")),
                            Labels.of("team", "web", "__meta_filepath", "t.x"),
                            "t.x:0"),
                    new TargetGroup(List.of(), Labels.of("__meta_filepath", "t.x"), "t.x:1"));

    private static List<TargetGroup> json(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return GroupsJson.read(ORIGIN, bytes, bytes.length);
    }

    @Test
    void yaml_isReadStrictly() {
        assertThat(GroupsYaml.read(ORIGIN, "- targets: ['a:1', b:2]\n  labels: {team: web}\n- {}"))
                .isEqualTo(EXPECTED);
        assertThat(GroupsYaml.read(ORIGIN, "# none\n")).isEmpty();
    }

    @Test
    void json_isReadStrictly() {
        String text =
                "[\n"
                        + "\t{\"targets\": [\"a:1\", \"b:2\"],\t\"labels\": {\"team\":"
                        + " \"w\\u0065b\"}},\n"
                        + "{}]\n";
        assertThat(json(text)).isEqualTo(EXPECTED);
        assertThat(json("null")).isEmpty();
        assertThat(json("[{\"targets\": null, \"labels\": null}]")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    - target: [a] | t.x:1: [0].target: unknown key; did you mean "targets"?
                    - targets: a | t.x:1: [0].targets: expected a list, not a single value
                    targets: [a] | t.x:1: expected a list, not keys with values
                    - | t.x:1: [0]: empty or null entry
                    - labels: {'': v} | t.x:1: [0].labels:
                    - targets: [ | not valid YAML
                    """)
    void yamlThatIsNoList_saysWhere(String yaml, String error) {
        assertThatThrownBy(() -> GroupsYaml.read(ORIGIN, yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    [{"target": []}] | t.x:1: unknown key "target"; a group has targets and labels
                    [{"targets": [1]}] | t.x:1: expected targets: "host:port"
                    [{"targets": "a"}] | t.x:1: expected targets: a list of addresses
                    [{"labels": {"a": 1}}] | t.x:1: expected labels.a: a text
                    [{"labels": []}] | t.x:1: expected labels: names with values
                    {} | t.x:1: expected a list of groups
                    [null] | t.x:1: expected a group of targets
                    [] 1 | t.x:1: nothing more is expected after the list
                    [{] | t.x:1: not valid JSON
                    '' | t.x:1: expected a list of groups
                    """)
    void jsonThatIsNoList_saysWhere(String json, String error) {
        assertThatThrownBy(() -> json(json))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(error);
    }
}
