package io.narthex.server.cli;

import io.narthex.promql.EngineOptions;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.Set;

/// The name of an optimizer of query plans.
///
/// Thread safety: stateless.
final class OptimizerName implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
        try {
            // The options refuse names that they do not know.
            return EngineOptions.DEFAULTS
                    .withoutOptimizers(Set.of(name))
                    .disabledOptimizers()
                    .iterator()
                    .next();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
