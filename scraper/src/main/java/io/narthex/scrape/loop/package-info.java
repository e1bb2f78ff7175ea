/// The loops: each target waits, is asked, and its samples are parsed, matched with the series of
/// its last scrape, appended and committed.
///
/// What lives here: [ScrapePool] (the entry point, one per job), [ScrapeLoop] (one per target),
/// [ScrapeCache] (which line is which series), [BodyAppender] (a body into a batch).
///
/// Threads: a virtual thread per loop owns everything that the loop holds; others see the loop's
/// [TargetState], which is replaced as a whole.
@NullMarked
package io.narthex.scrape.loop;

import org.jspecify.annotations.NullMarked;
