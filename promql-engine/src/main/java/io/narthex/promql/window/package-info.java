/// Functions over windows of samples: what `rate`, `sum_over_time` and their kin compute, as pure
/// functions over arrays.
///
/// Entry point: [io.narthex.promql.window.RangeFunctions]. A [io.narthex.promql.window.WindowPlan]
/// holds what depends on timestamps only and is shared by all series with equal timestamps; a
/// [io.narthex.promql.window.WindowFunction] turns a plan and one series' values into one value
/// per step.
///
/// Nothing here knows operators or storage. Plans and plan caches belong to one worker thread;
/// functions are stateless.
@NullMarked
package io.narthex.promql.window;

import org.jspecify.annotations.NullMarked;
