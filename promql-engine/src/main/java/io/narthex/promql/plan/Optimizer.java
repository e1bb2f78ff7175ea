package io.narthex.promql.plan;

/// A rewrite of a plan that changes what it costs, and never what it says: values, annotations and
/// errors stay the same, and no limit is passed that was not passed before.
///
/// Thread safety: implementations are stateless.
public interface Optimizer {
    /// What `explain` and the flag that switches it off call it.
    String name();

    /// Rewrites a plan.
    LogicalNode optimize(LogicalNode node);

    /// The plan where this optimizer is switched off: as it was, but for what the language asks for
    /// anyway.
    default LogicalNode skip(LogicalNode node) {
        return node;
    }
}
