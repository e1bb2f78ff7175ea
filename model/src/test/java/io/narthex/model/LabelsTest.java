package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class LabelsTest {
    private static final Labels REQUESTS =
            Labels.of("method", "GET", Labels.NAME, "requests_total", "code", "200");

    @Test
    void of_anyOrder_isSortedByName() {
        assertThat(REQUESTS.size()).isEqualTo(3);
        assertThat(REQUESTS.name(0)).isEqualTo(Labels.NAME);
        assertThat(REQUESTS.name(1)).isEqualTo("code");
        assertThat(REQUESTS.value(2)).isEqualTo("GET");
        assertThat(REQUESTS)
                .isEqualTo(
                        Labels.of(Labels.NAME, "requests_total", "code", "200", "method", "GET"));
    }

    @Test
    void of_emptyValue_isNoLabel() {
        assertThat(Labels.of("a", "", "b", "1")).isEqualTo(Labels.of("b", "1"));
        assertThat(Labels.of("a", "")).isSameAs(Labels.empty());
        assertThat(REQUESTS.get("missing")).isNull();
        assertThat(REQUESTS.getOrEmpty("missing")).isEmpty();
    }

    @Test
    void of_duplicateNameOrOddCount_isRefused() {
        assertThatThrownBy(() -> Labels.of("a", "1", "a", "2")).hasMessageContaining("\"a\"");
        assertThatThrownBy(() -> Labels.of("a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.ofSorted(new String[] {"b", "1", "a", "2"}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Labels.ofSorted(new String[] {"b", ""}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepDropWith_giveReducedOrChangedSets() {
        assertThat(REQUESTS.keep(List.of("code", "zone"))).isEqualTo(Labels.of("code", "200"));
        assertThat(REQUESTS.drop(List.of("code", Labels.NAME)))
                .isEqualTo(Labels.of("method", "GET"));
        assertThat(REQUESTS.drop("code").size()).isEqualTo(2);
        assertThat(REQUESTS.drop("zone")).isSameAs(REQUESTS);
        assertThat(REQUESTS.with("code", "500").get("code")).isEqualTo("500");
        assertThat(REQUESTS.with("code", "").get("code")).isNull();
        assertThat(REQUESTS.get("code")).isEqualTo("200");
    }

    @Test
    void compareTo_isPairByPairThenShorterFirst() {
        List<Labels> ascending =
                List.of(
                        Labels.empty(),
                        Labels.of("a", "1"),
                        Labels.of("a", "1", "b", "1"),
                        Labels.of("a", "2"),
                        Labels.of("b", "1"));
        for (int i = 0; i < ascending.size(); i++) {
            for (int j = 0; j < ascending.size(); j++) {
                assertThat(Integer.signum(ascending.get(i).compareTo(ascending.get(j))))
                        .isEqualTo(Integer.compare(i, j));
            }
        }
    }

    @Test
    void toString_isPromql() {
        assertThat(REQUESTS).hasToString("requests_total{code=\"200\", method=\"GET\"}");
        assertThat(Labels.empty()).hasToString("{}");
        assertThat(Labels.of(Labels.NAME, "up")).hasToString("up");
        assertThat(Labels.of(Labels.NAME, "my.metric", "a b", "x\"\n\u0001"))
                .hasToString("{__name__=\"my.metric\", \"a b\"=\"x\\\"\\n\\x01\"}");
    }

    @Test
    void builder_keepsTheLastValueAndCanBeReused() {
        Labels.Builder builder = new Labels.Builder(REQUESTS);
        builder.set("zone", "b").set("zone", "a").remove("code").set("a0", "first");
        assertThat(builder.build())
                .isEqualTo(
                        Labels.of(
                                "a0",
                                "first",
                                Labels.NAME,
                                "requests_total",
                                "method",
                                "GET",
                                "zone",
                                "a"));
        assertThat(builder.clear().build()).isSameAs(Labels.empty());
        for (int i = 0; i < 40; i++) {
            builder.set("l" + (39 - i), "v" + i);
        }
        assertThat(builder.build().size()).isEqualTo(40);
        assertThat(builder.get("l39")).isEqualTo("v0");
    }
}
