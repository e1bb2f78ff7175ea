package io.narthex.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

class YamlTextTest {
    @Test
    void blocks_areWrittenAsPrometheusWritesThem() {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("job_name", "a b");
        job.put("honor_labels", true);
        job.put("port", 80);
        job.put("static_configs", List.of(Map.of("targets", List.of("a:1", "b:2"))));
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("source_labels", new YamlText.Line(List.of("__address__", "b")));
        rule.put("separator", ";");
        rule.put("regex", "(.*)");
        rule.put("replacement", "$1");
        job.put("relabel_configs", List.of(rule));
        job.put("labels", Map.of());
        assertThat(YamlText.of(Map.of("scrape_configs", List.of(job))))
                .isEqualTo(
                        """
                        scrape_configs:
                        - job_name: a b
                          honor_labels: true
                          port: 80
                          static_configs:
                          - targets:
                            - a:1
                            - b:2
                          relabel_configs:
                          - source_labels: [__address__, b]
                            separator: ;
                            regex: (.*)
                            replacement: $1
                          labels: {}
                        """);
        assertThat(YamlText.of(Map.of())).isEqualTo("{}\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "~",
                "yes",
                "No",
                "123",
                "-1.5e3",
                "0x1F",
                "1:30",
                ".inf",
                "2026-01-02",
                " a",
                "a: b",
                "a #b",
                "[a",
                "*a",
                "- a",
                "a\nb\n",
                "a\nb",
                "\u00fc",
                "\t",
                "\u0007",
                "'",
                "\"",
                "|",
                "%a",
                "@a"
            })
    void anyText_isReadAsItWas(String text) {
        String yaml = YamlText.of(Map.of("key", List.of(text)));
        assertThat(YamlDocument.parse("f", yaml).top().texts("key")).containsExactly(text);
        if (text.equals("yes") || text.equals("123")) {
            assertThat(yaml).contains("- \"" + text + "\"");
        }
    }
}
