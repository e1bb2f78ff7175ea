package io.narthex.promql;

import io.narthex.promql.parser.ParserOptions;

/// Engine options that differ from the defaults in one way.
public final class TestOptions {
    private static final EngineOptions D = EngineOptions.DEFAULTS;

    private TestOptions() {}

    /// Names stay until the very end.
    public static EngineOptions delayedNames() {
        return of(D.maxBytes(), 2, true, D.features().parser());
    }

    /// All syntax, experimental too.
    public static EngineOptions experimental(int threads) {
        return of(D.maxBytes(), threads, false, ParserOptions.ALL);
    }

    /// So little memory that tiles are as short as they get for a few rows.
    public static EngineOptions shortTiles() {
        return of(160L << 10, 2, false, ParserOptions.ALL);
    }

    /// The same with another allowance of memory in bytes, and two threads.
    public static EngineOptions withBytes(EngineOptions options, long maxBytes) {
        return new EngineOptions(
                options.lookback(),
                options.timeout(),
                options.maxSamples(),
                maxBytes,
                options.maxConcurrent(),
                2,
                options.subqueryStep(),
                options.features(),
                options.disabledOptimizers());
    }

    private static EngineOptions of(
            long maxBytes, int threads, boolean delayedNameRemoval, ParserOptions parser) {
        return new EngineOptions(
                D.lookback(),
                D.timeout(),
                D.maxSamples(),
                maxBytes,
                D.maxConcurrent(),
                threads,
                D.subqueryStep(),
                D.features().withDelayedNameRemoval(delayedNameRemoval).withParser(parser),
                D.disabledOptimizers());
    }
}
