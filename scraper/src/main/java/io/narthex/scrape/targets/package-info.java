/// Targets: from an address of the configuration to the URL that is asked and the labels that its
/// series carry.
///
/// What lives here: [TargetBuilder] (the entry point) and [Target], its result.
///
/// Threads: none; everything is immutable.
@NullMarked
package io.narthex.scrape.targets;

import org.jspecify.annotations.NullMarked;
