package io.narthex.rules.run;

import io.narthex.model.Labels;
import io.narthex.rules.RuleOptions;
import io.narthex.rules.RuleServices;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;

/// What all groups share.
///
/// @param externalLabels for templates
/// @param queryOffset how far in the past queries look where the group doesn't say, in milliseconds
/// @param places for rules that are evaluated beside others; null where none are
/// @param ended opens when nothing is to be waited for any more
///
/// Thread safety: its parts are safe for concurrent calls.
record RunContext(
        RuleServices services,
        RuleOptions options,
        RuleQueries queries,
        Labels externalLabels,
        LongSupplier queryOffset,
        @Nullable Semaphore places,
        CountDownLatch ended) {
    /// The same for a group.
    RunContext of(String file, String group) {
        return new RunContext(
                services,
                options,
                queries.of(file, group),
                externalLabels,
                queryOffset,
                places,
                ended);
    }

    /// The same with other external labels.
    RunContext withExternalLabels(Labels labels) {
        return new RunContext(services, options, queries, labels, queryOffset, places, ended);
    }
}
