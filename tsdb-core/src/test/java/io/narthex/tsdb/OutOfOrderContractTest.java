package io.narthex.tsdb;

import io.narthex.testkit.ManualClock;
import io.narthex.testkit.StoreContract;

import org.junit.jupiter.api.AfterEach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The store keeps its contract with an out-of-order window too.
class OutOfOrderContractTest extends StoreContract {
    private final List<Tsdb> opened = new ArrayList<>();

    @Override
    protected Ports store() {
        Tsdb store =
                new Tsdb(
                        TsdbOptions.builder()
                                .clock(new ManualClock(T0 + 3_600_000))
                                .outOfOrderWindow(Duration.ofHours(1))
                                .maintenanceInterval(Duration.ZERO)
                                .build());
        opened.add(store);
        return new Ports(store, store);
    }

    @Override
    protected boolean takesLateSamples() {
        return true;
    }

    @AfterEach
    void close() {
        opened.forEach(Tsdb::close);
    }
}
