package io.narthex.server;

import io.narthex.http.Readiness;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.pressure.DiskStage;
import io.narthex.tsdb.pressure.MemoryStage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Tells whether the server is ready, and what its store is short of. It stays ready while queries
/// are answered: who looks at it decides whether somebody may see what is going on.
///
/// Thread safety: safe for concurrent calls.
record StoreReadiness(Tsdb store) implements Supplier<Readiness> {
    @Override
    public Readiness get() {
        MemoryStage memory = store.memoryStage();
        DiskStage disk = store.diskStage();
        if (memory == MemoryStage.NORMAL && disk == DiskStage.NORMAL) {
            return Readiness.READY;
        }
        List<String> shortages = new ArrayList<>();
        if (memory != MemoryStage.NORMAL) {
            shortages.add("memory is short: " + memory.text());
        }
        if (disk != DiskStage.NORMAL) {
            shortages.add("the disk is short: " + disk.text());
        }
        return new Readiness(true, false, String.join("; ", shortages));
    }
}
