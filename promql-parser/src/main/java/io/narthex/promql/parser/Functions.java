package io.narthex.promql.parser;

import static io.narthex.promql.parser.ValueType.MATRIX;
import static io.narthex.promql.parser.ValueType.SCALAR;
import static io.narthex.promql.parser.ValueType.STRING;
import static io.narthex.promql.parser.ValueType.VECTOR;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every function of PromQL 3.14 with its signature.
///
/// Thread safety: immutable.
final class Functions {
    private static final Map<String, FunctionSignature> BY_NAME = new HashMap<>();

    static {
        for (String name :
                List.of("abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "sgn")) {
            stable(name, VECTOR, VECTOR);
        }
        for (String name : List.of("sin", "cos", "tan", "sinh", "cosh", "tanh", "deg", "rad")) {
            stable(name, VECTOR, VECTOR);
        }
        for (String name : List.of("asin", "acos", "atan", "asinh", "acosh", "atanh")) {
            stable(name, VECTOR, VECTOR);
        }
        for (String name : List.of("absent", "timestamp", "sort", "sort_desc")) {
            stable(name, VECTOR, VECTOR);
        }
        for (String name : List.of("count", "sum", "avg", "stddev", "stdvar")) {
            stable("histogram_" + name, VECTOR, VECTOR);
            stable(name + "_over_time", VECTOR, MATRIX);
        }
        for (String name : List.of("absent", "present", "min", "max", "last", "first")) {
            stable(name + "_over_time", VECTOR, MATRIX);
        }
        for (String name : List.of("rate", "increase", "delta", "irate", "idelta")) {
            stable(name, VECTOR, MATRIX);
        }
        for (String name : List.of("deriv", "changes", "resets")) {
            stable(name, VECTOR, MATRIX);
        }
        for (String name : List.of("minute", "hour", "month", "year", "days_in_month")) {
            add(name, 1, VECTOR, false, VECTOR);
        }
        for (String name : List.of("day_of_month", "day_of_week", "day_of_year")) {
            add(name, 1, VECTOR, false, VECTOR);
        }
        stable("clamp", VECTOR, VECTOR, SCALAR, SCALAR);
        stable("clamp_min", VECTOR, VECTOR, SCALAR);
        stable("clamp_max", VECTOR, VECTOR, SCALAR);
        add("round", 1, VECTOR, false, VECTOR, SCALAR);
        stable("scalar", SCALAR, VECTOR);
        stable("vector", VECTOR, SCALAR);
        stable("time", SCALAR);
        stable("pi", SCALAR);
        stable("quantile_over_time", VECTOR, SCALAR, MATRIX);
        stable("predict_linear", VECTOR, MATRIX, SCALAR);
        stable("label_replace", VECTOR, VECTOR, STRING, STRING, STRING, STRING);
        add("label_join", -1, VECTOR, false, VECTOR, STRING, STRING, STRING);
        stable("histogram_quantile", VECTOR, SCALAR, VECTOR);
        stable("histogram_fraction", VECTOR, SCALAR, SCALAR, VECTOR);
        addExperimental();
    }

    private Functions() {}

    private static void addExperimental() {
        for (String name : List.of("mad_over_time", "ts_of_first_over_time")) {
            add(name, 0, VECTOR, true, MATRIX);
        }
        for (String name :
                List.of("ts_of_last_over_time", "ts_of_max_over_time", "ts_of_min_over_time")) {
            add(name, 0, VECTOR, true, MATRIX);
        }
        add("double_exponential_smoothing", 0, VECTOR, true, MATRIX, SCALAR, SCALAR);
        add("sort_by_label", -1, VECTOR, true, VECTOR, STRING);
        add("sort_by_label_desc", -1, VECTOR, true, VECTOR, STRING);
        add("info", 1, VECTOR, true, VECTOR, VECTOR);
        add("start_timestamp", 0, VECTOR, true, VECTOR);
        add("histogram_quantiles", 9, VECTOR, true, VECTOR, STRING, SCALAR, SCALAR);
        add("max_of", 0, SCALAR, true, SCALAR, SCALAR);
        add("min_of", 0, SCALAR, true, SCALAR, SCALAR);
        for (String name : List.of("start", "end", "range", "step")) {
            add(name, 0, SCALAR, true);
        }
    }

    /// The function of a name, which is case-sensitive; null where there is none.
    static @Nullable FunctionSignature byName(String name) {
        return BY_NAME.get(name);
    }

    /// All functions, in no order.
    static Collection<FunctionSignature> all() {
        return Collections.unmodifiableCollection(BY_NAME.values());
    }

    private static void stable(String name, ValueType result, ValueType... args) {
        add(name, 0, result, false, args);
    }

    private static void add(
            String name, int variadic, ValueType result, boolean experimental, ValueType... args) {
        BY_NAME.put(
                name, new FunctionSignature(name, List.of(args), variadic, result, experimental));
    }
}
