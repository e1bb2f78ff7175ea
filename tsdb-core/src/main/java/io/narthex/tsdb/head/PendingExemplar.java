package io.narthex.tsdb.head;

import io.narthex.model.Exemplar;
import io.narthex.model.Labels;

/// An exemplar of a batch that is still open.
///
/// @param labels the series'
///
/// Thread safety: immutable.
record PendingExemplar(long ref, Labels labels, Exemplar exemplar) {}
