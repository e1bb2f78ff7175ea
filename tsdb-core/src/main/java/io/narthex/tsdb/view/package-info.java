/// Head and blocks as one store: samples that came in order are the head's from a time on that is
/// called the cut, and the blocks' before.
///
/// Entry points: [io.narthex.tsdb.view.StoreView] is what readers see,
/// [io.narthex.tsdb.view.HeadCutter] moves the cut.
///
/// Thread safety: one thread moves the cut; queries go on meanwhile.
@NullMarked
package io.narthex.tsdb.view;

import org.jspecify.annotations.NullMarked;
