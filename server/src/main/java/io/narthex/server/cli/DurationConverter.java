package io.narthex.server.cli;

import io.narthex.model.DurationText;

import picocli.CommandLine;

import java.time.Duration;

/// Reads durations such as `90s` or `1h30m`.
///
/// Thread safety: stateless.
final class DurationConverter implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
