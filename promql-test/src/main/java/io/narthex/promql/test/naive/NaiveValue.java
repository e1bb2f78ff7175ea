package io.narthex.promql.test.naive;

import io.narthex.model.Labels;
import io.narthex.model.Sample;

import java.util.List;

/// The value of an expression at one time.
sealed interface NaiveValue {
    record Scalar(double value) implements NaiveValue {}

    record Text(String value) implements NaiveValue {}

    record Vector(List<Element> elements) implements NaiveValue {}

    record Matrix(List<Series> series) implements NaiveValue {}

    /// One series of an instant vector.
    ///
    /// @param dropName whether the name is to be removed at the end
    /// @param sampledAt when the sample was taken; for computed values when they were computed
    record Element(Labels labels, boolean dropName, double value, long sampledAt) {
        Element with(double other) {
            return new Element(labels, dropName, other, sampledAt);
        }

        Element with(Labels other) {
            return new Element(other, dropName, value, sampledAt);
        }
    }

    /// One series of a range vector.
    record Series(Labels labels, boolean dropName, List<Sample> samples) {}
}
