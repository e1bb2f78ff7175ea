package io.narthex.promql.plan;

/// A rewrite of a plan that changes what it costs, and never what it says: values, annotations,
/// errors and limits stay the same.
///
/// Thread safety: implementations are stateless.
@FunctionalInterface
public interface Optimizer {
    /// Rewrites a plan.
    LogicalNode optimize(LogicalNode node);
}
