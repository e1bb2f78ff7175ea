package io.narthex.server.dashboards;

import static io.narthex.testkit.PrometheusApi.list;
import static io.narthex.testkit.PrometheusApi.map;
import static io.narthex.testkit.PrometheusApi.member;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.testkit.PrometheusApi;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class DashboardCatalogTest {
    private static final byte[] MINE = DashboardReaderTest.WHOLE.getBytes(UTF_8);

    private final DashboardCatalog catalog = new DashboardCatalog(null, ParserOptions.STABLE);

    private List<Map<String, Object>> listed(boolean saved, String scraped) {
        byte[] json = catalog.list(saved, scraped::equals);
        return list(PrometheusApi.json(new String(json, UTF_8))).stream()
                .map(PrometheusApi::map)
                .toList();
    }

    @Test
    void list_hasPacksAndThenWhatWasSaved() {
        assertThat(
                        map(
                                PrometheusApi.json(
                                        new String(catalog.save("mine", MINE, _ -> true), UTF_8))))
                .containsEntry("name", "mine")
                .containsEntry("origin", "saved")
                .containsEntry("applies", true);
        byte[] _ = catalog.save("aa", MINE, _ -> true);
        assertThat(listed(true, "up"))
                .extracting(d -> member(d, "name"))
                .containsExactly(
                        "fastapi", "django", "spring", "node", "jvm", "narthex", "aa", "mine");
        assertThat(listed(false, "up")).extracting(d -> member(d, "origin")).containsOnly("pack");
    }

    @Test
    void saved_standsInThePlaceOfAPack_untilItIsDeleted() {
        byte[] _ = catalog.save("django", MINE, _ -> true);
        Map<String, Object> django = listed(true, "up").get(1);
        assertThat(django).containsEntry("name", "django").containsEntry("title", "Mine");
        assertThat(listed(false, "up").get(1)).containsEntry("origin", "pack");
        assertThat(catalog.delete("django")).isTrue();
        assertThat(listed(true, "up").get(1)).containsEntry("origin", "pack");
    }

    @Test
    void applies_whatHasSeries() {
        assertThat(listed(true, "node_cpu_seconds_total"))
                .filteredOn(d -> member(d, "applies").equals(true))
                .extracting(d -> member(d, "name"))
                .containsExactly("node");
    }

    @Test
    void grafana_isOfEachThatIsSeen() {
        byte[] _ = catalog.save("mine", MINE, _ -> true);
        assertThat(new String(catalog.grafana("mine", "ko", true), UTF_8))
                .contains("\"title\": \"가\"", "sum(rate(x_total{job=~\\\"$job\\\"}[5m]))");
        assertThat(catalog.grafana("mine", "ko", false)).isNull();
        assertThat(catalog.grafana("other", "ko", true)).isNull();
    }
}
