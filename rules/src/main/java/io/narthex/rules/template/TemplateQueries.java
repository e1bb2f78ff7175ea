package io.narthex.rules.template;

import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Answers the queries of templates.
@FunctionalInterface
public interface TemplateQueries {
    /// An element of an answer.
    ///
    /// @param value the float, where there is no histogram
    record Element(Labels labels, double value, @Nullable FloatHistogram histogram) {}

    /// The vector that a query gives; a scalar is one element without labels.
    ///
    /// @param time in ms since the epoch
    /// @throws RuntimeException if the query is not valid or fails, whose message is shown
    List<Element> query(String expression, long time);
}
