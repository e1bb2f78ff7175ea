package io.narthex.server.cli;

import io.narthex.yaml.ByteSizes;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A positive number of bytes with a unit, such as `512MB`.
///
/// Thread safety: stateless.
final class ByteSize implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        long bytes = parse(text);
        if (bytes == 0) {
            throw new TypeConversionException("must be more than nothing");
        }
        return bytes;
    }

    private static long parse(String text) {
        try {
            return ByteSizes.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /// The same, or 0.
    static final class OrNone implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return parse(text);
        }
    }
}
