package io.narthex.server.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.promql.parser.ParserOptions;
import io.narthex.server.dashboards.Dashboard.Panel;
import io.narthex.server.dashboards.Dashboard.Words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

/// The packs: that they can be read is asked by each test.
class DashboardPacksTest {
    static Stream<Dashboard> packs() {
        return DashboardPacks.all().values().stream();
    }

    @Test
    void packs_areThoseOfTheIndex_inItsOrder() {
        assertThat(DashboardPacks.all().keySet())
                .containsExactly("fastapi", "django", "spring", "node", "jvm", "narthex");
    }

    @ParameterizedTest
    @MethodSource("packs")
    void packs_haveFiveToNinePanels_inBothLanguages(Dashboard pack) {
        assertThat(pack.panels()).hasSizeBetween(5, 9);
        assertThat(pack.metric()).isNotNull();
        assertThat(pack.title().byLanguage()).containsOnlyKeys("en", "ko");
        for (Panel panel : pack.panels()) {
            Words words = panel.words();
            for (LocalText text : List.of(words.title(), words.unit(), words.read(), words.why())) {
                assertThat(text.byLanguage()).as(panel.id()).containsOnlyKeys("en", "ko");
            }
            assertThat(words.read().in("ko")).as(panel.id()).matches(".*[가-힣].*");
            assertThat(words.why().in("ko")).as(panel.id()).matches(".*[가-힣].*");
            assertThat(words.brief() == null).as(panel.id()).isEqualTo(panel.threshold() == null);
        }
    }

    /// A window that a query names must be told, so that the page can change it.
    @ParameterizedTest
    @MethodSource("packs")
    void windows_areTold(Dashboard pack) {
        for (Panel panel : pack.panels()) {
            assertThat(panel.query().contains("["))
                    .as(panel.id())
                    .isEqualTo(panel.window() != null);
        }
    }

    @ParameterizedTest
    @MethodSource("packs")
    void written_areReadAgain(Dashboard pack) {
        DashboardReader reader = new DashboardReader(ParserOptions.STABLE);
        assertThat(reader.read(DashboardJson.file(pack), pack.name())).isEqualTo(pack);
    }
}
