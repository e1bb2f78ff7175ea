/// The words every other module speaks: labels, matchers, samples, and the storage ports.
///
/// Entry points: [io.narthex.model.Labels], [io.narthex.model.LabelMatcher], and the two ports
/// [io.narthex.model.Appendable] (write) and [io.narthex.model.Queryable] (read). This package
/// imports nothing of the project; everything else imports it.
///
/// All times are epoch milliseconds; a pair named `mint`/`maxt` is an inclusive range. Value types
/// are immutable and safe to share; appenders, queriers and cursors belong to one thread.
@NullMarked
package io.narthex.model;

import org.jspecify.annotations.NullMarked;
