package io.narthex.rules.template;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All functions by their names: Go's own, and Prometheus'.
///
/// Thread safety: immutable.
final class Functions {
    private static final Map<String, Function> ALL =
            Stream.of(
                            Builtins.FUNCTIONS,
                            Comparison.FUNCTIONS,
                            QueryFunctions.FUNCTIONS,
                            TextFunctions.FUNCTIONS,
                            NumberFunctions.FUNCTIONS)
                    .flatMap(list -> list.stream())
                    .collect(Collectors.toUnmodifiableMap(Function::name, f -> f));

    private Functions() {}

    static Set<String> names() {
        return ALL.keySet();
    }

    /// @param name one of {@link #names}, which the parser has checked
    static Function of(String name) {
        Function function = ALL.get(name);
        if (function == null) {
            throw new IllegalStateException("BUG: no function " + name);
        }
        return function;
    }
}
