package io.narthex.server.cli;

import io.narthex.server.config.ByteSizes;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// A positive number of bytes with a unit, such as `512MB`.
///
/// Thread safety: stateless.
final class ByteSize implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        long bytes;
        try {
            bytes = ByteSizes.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
        if (bytes == 0) {
            throw new TypeConversionException("must be more than nothing");
        }
        return bytes;
    }
}
