package io.narthex.server.cli;

import io.narthex.promql.plan.Optimizers;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.List;

/// The name of an optimizer of query plans.
///
/// Thread safety: stateless.
final class OptimizerName implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
        try {
            Optimizers.requireKnown(List.of(name));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
        return name;
    }
}
