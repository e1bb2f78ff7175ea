package io.narthex.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.server.config.RetentionConfig;
import io.narthex.tsdb.TsdbOptions;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class RetentionTest {
    private static String text(RetentionConfig config) {
        return Retention.text(Retention.apply(config, TsdbOptions.DEFAULTS));
    }

    @Test
    void text_namesEachLimit() {
        assertThat(Retention.text(TsdbOptions.DEFAULTS)).isEqualTo("15d");
        assertThat(text(new RetentionConfig(Duration.ofDays(2), 0, 0))).isEqualTo("2d");
        assertThat(text(new RetentionConfig(null, 5 << 20, 0))).isEqualTo("5MiB");
        assertThat(text(new RetentionConfig(null, 0, 62.5))).isEqualTo("62.5%");
        assertThat(text(new RetentionConfig(Duration.ofHours(5), 1 << 30, 80)))
                .isEqualTo("5h or 1GiB or 80%");
        assertThat(Retention.text(TsdbOptions.builder().retention(TsdbOptions.FOREVER).build()))
                .isEqualTo("100y");
    }
}
