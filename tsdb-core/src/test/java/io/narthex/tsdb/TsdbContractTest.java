package io.narthex.tsdb;

import io.narthex.testkit.ManualClock;
import io.narthex.testkit.StoreContract;

import org.junit.jupiter.api.AfterEach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class TsdbContractTest extends StoreContract {
    private final List<Tsdb> opened = new ArrayList<>();

    @Override
    protected Ports store() {
        ManualClock clock = new ManualClock(T0 + 3_600_000);
        Tsdb store =
                new Tsdb(
                        TsdbOptions.builder()
                                .clock(clock)
                                .maintenanceInterval(Duration.ZERO)
                                .build());
        opened.add(store);
        return new Ports(store, store);
    }

    @AfterEach
    void close() {
        opened.forEach(Tsdb::close);
    }
}
