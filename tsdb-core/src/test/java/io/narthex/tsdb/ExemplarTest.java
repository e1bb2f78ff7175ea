package io.narthex.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.ExemplarSeries;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;

import org.junit.jupiter.api.Test;

import java.util.List;

class ExemplarTest {
    private static final Labels SERIES = Labels.of("__name__", "x_bucket", "le", "1");
    private static final List<List<LabelMatcher>> SELECTOR =
            List.of(List.of(LabelMatcher.equal("__name__", "x_bucket")));

    private static final Exemplar FIRST =
            new Exemplar(Labels.of("trace_id", "abc"), 0.5, 1000, true);

    private static List<ExemplarSeries> all(Tsdb tsdb) {
        return tsdb.exemplars(Long.MIN_VALUE, Long.MAX_VALUE, SELECTOR);
    }

    @Test
    void appendExemplar_isThereAfterTheCommit() {
        try (Tsdb tsdb = new Tsdb(TsdbOptions.builder().maxExemplars(10).build());
                Appender appender = tsdb.appender()) {
            assertThat(appender.takesExemplars()).isTrue();
            long ref = appender.resolve(SERIES);
            AppendStatus _ = appender.append(ref, 1000, 1);
            assertThat(appender.appendExemplar(ref, FIRST)).isEqualTo(AppendStatus.OK);
            assertThat(all(tsdb)).isEmpty();
            CommitResult result = appender.commit();
            assertThat(result).isEqualTo(CommitResult.allAccepted(1));
            assertThat(all(tsdb)).containsExactly(new ExemplarSeries(SERIES, List.of(FIRST)));
            assertThat(tsdb.exemplarStats().exemplars()).isEqualTo(1);
        }
    }

    @Test
    void appendExemplar_thatCantBeKept_saysWhy() {
        try (Tsdb tsdb = new Tsdb(TsdbOptions.builder().maxExemplars(10).build());
                Appender first = tsdb.appender();
                Appender second = tsdb.appender()) {
            long ref = first.resolve(SERIES);
            AppendStatus _ = first.appendExemplar(ref, FIRST);
            CommitResult _ = first.commit();
            assertThat(second.appendExemplar(ref, FIRST)).isEqualTo(AppendStatus.OK);
            assertThat(second.appendExemplar(ref, new Exemplar(FIRST.labels(), 1, 999, true)))
                    .isEqualTo(AppendStatus.OUT_OF_ORDER);
            Labels tooLong = Labels.of("t", "x".repeat(128));
            assertThat(second.appendExemplar(ref, new Exemplar(tooLong, 1, 2000, true)))
                    .isEqualTo(AppendStatus.INVALID_LABELS);
            assertThat(second.appendExemplar(ref + 1, FIRST)).isEqualTo(AppendStatus.UNKNOWN_REF);
        }
    }

    @Test
    void rollback_forgetsExemplars() {
        try (Tsdb tsdb = new Tsdb(TsdbOptions.builder().maxExemplars(10).build());
                Appender appender = tsdb.appender()) {
            AppendStatus _ = appender.appendExemplar(appender.resolve(SERIES), FIRST);
            appender.rollback();
            assertThat(all(tsdb)).isEmpty();
        }
    }

    @Test
    void storeWithoutExemplars_ignoresThem() {
        try (Tsdb tsdb = new Tsdb(TsdbOptions.DEFAULTS);
                Appender appender = tsdb.appender()) {
            assertThat(appender.takesExemplars()).isFalse();
            assertThat(appender.appendExemplar(appender.resolve(SERIES), FIRST))
                    .isEqualTo(AppendStatus.OK);
            CommitResult _ = appender.commit();
            assertThat(all(tsdb)).isEmpty();
            tsdb.resizeExemplars(5);
            assertThat(tsdb.exemplarStats().capacity()).isEqualTo(5);
        }
    }
}
