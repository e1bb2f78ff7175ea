/// Benchmarks: one JMH class per claim, with what it is compared to beside it.
///
/// What lives here: [RateBenchmark] (the hot path of the panels' queries), [DecodeBenchmark],
/// [KernelBenchmark], [AppendBenchmark], [ExpositionBenchmark]; and as the baseline Gorilla chunks
/// ([XorChunk]) with the window-by-window evaluation that Prometheus does over them
/// ([StepwiseRate]).
///
/// Entry point: `org.openjdk.jmh.Main`, see README.md. Threads: JMH's.
@NullMarked
package io.narthex.benchmarks;

import org.jspecify.annotations.NullMarked;
