package io.narthex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class WorkersTest {
    private long nanos;
    private final Workers workers = new Workers(2, () -> nanos);

    @Test
    void take_allBusy_waitsUntilOneIsFreeOrComes() throws Exception {
        workers.take();
        workers.take();
        Thread third = Thread.ofVirtual().unstarted(this::takeQuietly);
        third.start();
        await().until(() -> third.getState() == Thread.State.WAITING);
        assertThat(workers.busy()).isEqualTo(2);
        workers.resize(3);
        third.join();
        assertThat(workers.busy()).isEqualTo(3);
    }

    private void takeQuietly() {
        try {
            workers.take();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the test has failed already
        }
    }

    @Test
    void scaling_followsTheBusyShare() throws Exception {
        List<String> changes = new ArrayList<>();
        WorkerScaling scaling =
                new WorkerScaling(workers, (a, b) -> changes.add(a + "-" + b), () -> nanos);
        workers.take();
        workers.take();
        for (int i = 0; i < 3; i++) { // 2 of 2, 2 of 3, 2 of 4
            nanos += 1000;
            scaling.adjust();
        }
        workers.giveBack();
        workers.giveBack();
        for (int i = 0; i < 3; i++) { // never fewer than 2
            nanos += 1000;
            scaling.adjust();
        }
        assertThat(changes).containsExactly("2-3", "3-4", "4-3", "3-2");
    }
}
