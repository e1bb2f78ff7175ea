/// Service discovery: where targets come from that a configuration does not name one by one.
///
/// [Discovery] is the entry point: it runs a [Discoverer] for each [DiscoveryConfig] and tells when
/// the targets of a set, such as a job, are others. A [Discoverer] asks its source once and gives
/// everything that is there; loops, throttling and figures are the same for all kinds.
///
/// Threads: a virtual one for each discoverer and one that passes changes on. Look-ups in DNS,
// which
/// hold their thread, have platform threads for as long as they take.
@NullMarked
package io.narthex.scrape.discover;

import org.jspecify.annotations.NullMarked;
