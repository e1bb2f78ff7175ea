package io.narthex.promql.plan;

import io.narthex.promql.function.DateFunctions;
import io.narthex.promql.function.MathFunctions;
import io.narthex.promql.function.NativeHistogram;

/// Functions that change each row of their first argument by itself and drop its name. None of them
/// raises an annotation or fails.
///
/// Thread safety: stateless.
final class RowwiseCalls {
    private RowwiseCalls() {}

    static boolean dropName(LogicalNode.Call call) {
        if (call.args().isEmpty()) {
            return false;
        }
        String name = call.name();
        return switch (name) {
            case "clamp", "clamp_min", "clamp_max", "round", "timestamp" -> true;
            default ->
                    MathFunctions.byName(name) != null
                            || DateFunctions.byName(name) != null
                            || NativeHistogram.measure(name) != null;
        };
    }
}
