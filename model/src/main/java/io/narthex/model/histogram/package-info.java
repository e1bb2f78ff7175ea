/// Native histograms: the value, and what adding, comparing and cutting them means.
///
/// Entry point: [io.narthex.model.histogram.FloatHistogram]. Rules and corner cases are those of
/// Prometheus' native histograms; how buckets are laid out in files or on the wire is not known
/// here.
@NullMarked
package io.narthex.model.histogram;

import org.jspecify.annotations.NullMarked;
