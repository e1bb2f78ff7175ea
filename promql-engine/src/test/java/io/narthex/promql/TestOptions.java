package io.narthex.promql;

import io.narthex.promql.parser.ParserOptions;

/// Engine options that differ from the defaults in one way.
public final class TestOptions {
    private static final EngineOptions D = EngineOptions.DEFAULTS;

    private TestOptions() {}

    /// Names stay until the very end.
    public static EngineOptions delayedNames() {
        return of(2, true, D.parser());
    }

    /// All syntax, experimental too.
    public static EngineOptions experimental(int threads) {
        return of(threads, false, ParserOptions.ALL);
    }

    private static EngineOptions of(int threads, boolean delayedNameRemoval, ParserOptions parser) {
        return new EngineOptions(
                D.lookback(),
                D.timeout(),
                D.maxSamples(),
                D.maxBytes(),
                D.maxConcurrent(),
                threads,
                D.subqueryStep(),
                delayedNameRemoval,
                parser);
    }
}
