package io.narthex.tsdb.head;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointPaceTest {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;

    private final CheckpointPace pace = new CheckpointPace();

    @Test
    void logThatGrows_waitsForSixteenMebibytes() {
        for (long bytes = MIB; bytes <= 16 * MIB; bytes += MIB) {
            assertThat(pace.isDue(bytes)).isFalse();
        }
        assertThat(pace.isDue(16 * MIB + 1)).isTrue();
    }

    @Test
    void logThatRests_isDueAtTheThirdLook() {
        assertThat(pace.isDue(MIB)).isFalse();
        assertThat(pace.isDue(MIB)).isFalse();
        assertThat(pace.isDue(MIB)).isTrue();
        assertThat(pace.isDue(MIB + 1)).isFalse();
    }

    @Test
    void littleLog_isNeverDue() {
        assertRestsWithout(256 * KIB);
    }

    @Test
    void logThatIsShortBesideTheCheckpoint_isNotDue() {
        pace.written(8 * MIB);
        assertRestsWithout(2 * MIB);
        pace.isDue(2 * MIB + 1);
        pace.isDue(2 * MIB + 1);
        assertThat(pace.isDue(2 * MIB + 1)).isTrue();
    }

    private void assertRestsWithout(long bytes) {
        for (int look = 0; look < 10; look++) {
            assertThat(pace.isDue(bytes)).isFalse();
        }
    }
}
