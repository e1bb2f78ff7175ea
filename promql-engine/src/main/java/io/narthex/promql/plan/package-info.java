/// From a checked syntax tree to a plan: times resolved, parentheses gone, the tree rewritten by a
/// visible ordered list of optimizers.
///
/// Entry point: [io.narthex.promql.plan.Planner]. Nothing here touches storage or evaluates
/// anything; every type is immutable or stateless, so threads do not matter.
@NullMarked
package io.narthex.promql.plan;

import org.jspecify.annotations.NullMarked;
