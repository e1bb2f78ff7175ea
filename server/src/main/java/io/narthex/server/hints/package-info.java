/// Hints for the usual mistakes of a query, shown beside its answer: a counter read raw, scrapes
/// counted as traffic, a window too short for a rate.
///
/// What lives here: [QueryHints] is the entry point; one rule per mistake looks at one
/// [SelectorUse], a selector with everything that encloses it. Rules know the query's tree, what
/// targets say of their metrics ([ScrapedMetrics]) and the store's index, but never a sample.
///
/// Threads: rules run on the threads of HTTP requests and hold nothing but what [TargetFacts]
/// remembers for some seconds.
@NullMarked
package io.narthex.server.hints;

import org.jspecify.annotations.NullMarked;
