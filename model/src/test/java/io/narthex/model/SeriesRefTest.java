package io.narthex.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SeriesRefTest {
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "OK")
    void refusal_keepsItsReason(AppendStatus reason) {
        long ref = SeriesRef.refusal(reason);
        assertThat(SeriesRef.isRefusal(ref)).isTrue();
        assertThat(SeriesRef.reason(ref)).isEqualTo(reason);
    }

    @Test
    void ok_isNoRefusal() {
        assertThatThrownBy(() -> SeriesRef.refusal(AppendStatus.OK))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(SeriesRef.isRefusal(SeriesRef.NONE)).isFalse();
        assertThatThrownBy(() -> SeriesRef.reason(5)).isInstanceOf(IllegalArgumentException.class);
    }
}
