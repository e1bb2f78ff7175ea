package io.narthex.promql.test;

import io.narthex.model.Appendable;
import io.narthex.model.Queryable;
import io.narthex.promql.EngineFeatures;
import io.narthex.promql.EngineOptions;
import io.narthex.testkit.ListStore;

import java.time.Duration;
import java.util.function.Supplier;

/// How to run a script.
///
/// @param engine the engine's options
/// @param stores gives an empty store, at the start and at each `clear`
public record RunOptions(EngineOptions engine, Supplier<Store> stores) {
    /// Both ends of a store.
    public record Store(Appendable writer, Queryable reader) {}

    /// Lists as the store, and an engine with all experimental parts on and tight limits.
    public static final RunOptions DEFAULTS = new RunOptions(strictEngine(), RunOptions::list);

    private static EngineOptions strictEngine() {
        EngineOptions defaults = EngineOptions.DEFAULTS;
        return new EngineOptions(
                Duration.ofMinutes(5),
                Duration.ofSeconds(100),
                10_000,
                defaults.maxBytes(),
                defaults.maxConcurrent(),
                defaults.threads(),
                Duration.ofMinutes(1),
                EngineFeatures.ALL_SYNTAX.withDelayedNameRemoval(true).withStartTimestamps(true),
                defaults.disabledOptimizers());
    }

    private static Store list() {
        ListStore store = new ListStore();
        return new Store(store, store);
    }
}
