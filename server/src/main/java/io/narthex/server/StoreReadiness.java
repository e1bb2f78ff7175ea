package io.narthex.server;

import io.narthex.http.Readiness;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.pressure.MemoryStage;

import java.util.function.Supplier;

/// Tells whether the server is ready, and what its store is short of. It stays ready while queries
/// are answered: who looks at it decides whether somebody may see what is going on.
///
/// Thread safety: safe for concurrent calls.
record StoreReadiness(Tsdb store) implements Supplier<Readiness> {
    @Override
    public Readiness get() {
        MemoryStage memory = store.memoryStage();
        return memory == MemoryStage.NORMAL
                ? Readiness.READY
                : new Readiness(true, false, "Memory is short: " + memory.text() + ".");
    }
}
