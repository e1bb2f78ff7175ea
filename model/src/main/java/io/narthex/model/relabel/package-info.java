/// Relabelling: rules that rewrite, keep or drop label sets, of targets, series and alerts alike.
///
/// Entry point: [io.narthex.model.relabel.Relabeler], a list of
/// [io.narthex.model.relabel.RelabelRule]s applied in order.
///
/// Threads: everything here is immutable and may be shared.
@NullMarked
package io.narthex.model.relabel;

import org.jspecify.annotations.NullMarked;
