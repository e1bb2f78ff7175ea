package io.narthex.rules.template;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

/// What an alert's templates are about: an element of the result of its expression.
///
/// @param labels the element's, its name included
/// @param externalLabels the server's
/// @param externalUrl where the server is reached
/// @param value its float, where there is no histogram
/// @param histogram its histogram, or null
///
/// Thread safety: immutable.
public record TemplateData(
        Labels labels,
        Labels externalLabels,
        String externalUrl,
        double value,
        @Nullable FloatHistogram histogram) {
    GoValue dot() {
        return new GoValue.AlertData(
                new GoValue.StringMap(labels),
                new GoValue.StringMap(externalLabels),
                externalUrl,
                histogram == null ? new GoValue.Float(value) : new GoValue.Histogram(histogram));
    }
}
