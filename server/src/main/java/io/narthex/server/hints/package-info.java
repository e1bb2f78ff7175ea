/// Hints for the usual mistakes of a query, shown beside its answer: a counter read raw, scrapes
/// counted as traffic, a window too short for a rate; and for the answers that puzzle: none, as no
/// series is there or none matches, or a count with a fraction.
///
/// What lives here: [QueryHints] is the entry point; one rule per mistake looks at one
/// [SelectorUse], a selector with everything that encloses it, or ([AnswerRule]) at the answer.
/// Those of selectors know the query's tree, what targets say of their metrics ([ScrapedMetrics])
/// and the store's index, but never a sample; those of answers ask parts of the query
/// ([PartQueries]), and only where the answer is empty or a fraction.
///
/// Threads: rules run on the threads of HTTP requests and hold nothing but what [TargetFacts]
/// remembers for some seconds.
@NullMarked
package io.narthex.server.hints;

import org.jspecify.annotations.NullMarked;
