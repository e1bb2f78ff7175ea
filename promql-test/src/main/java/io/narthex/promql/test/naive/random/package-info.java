/// Random queries and data, for tests that compare: [RandomQueries] writes queries of the whole
/// language about the metrics that [RandomData] makes. The same generator gives the same.
@NullMarked
package io.narthex.promql.test.naive.random;

import org.jspecify.annotations.NullMarked;
