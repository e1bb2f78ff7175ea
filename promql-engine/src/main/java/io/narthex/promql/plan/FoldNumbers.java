package io.narthex.promql.plan;

/// Computes `+ - * /` and minus over numbers once. These four are the same IEEE operations
/// everywhere; the others are left to the operators, which know their special cases.
///
/// Thread safety: stateless.
final class FoldNumbers implements Optimizer {
    @Override
    public String name() {
        return "fold-numbers";
    }

    @Override
    public LogicalNode optimize(LogicalNode node) {
        LogicalNode inner = Rewrites.children(node, this::optimize);
        return switch (inner) {
            case LogicalNode.Negate(LogicalNode.Literal(double value, _), var position) ->
                    new LogicalNode.Literal(-value, position);
            case LogicalNode.Binary b
                    when b.lhs() instanceof LogicalNode.Literal lhs
                            && b.rhs() instanceof LogicalNode.Literal rhs ->
                    folded(b, lhs.value(), rhs.value());
            default -> inner;
        };
    }

    private static LogicalNode folded(LogicalNode.Binary b, double lhs, double rhs) {
        return switch (b.op()) {
            case ADD -> new LogicalNode.Literal(lhs + rhs, b.position());
            case SUB -> new LogicalNode.Literal(lhs - rhs, b.position());
            case MUL -> new LogicalNode.Literal(lhs * rhs, b.position());
            case DIV -> new LogicalNode.Literal(lhs / rhs, b.position());
            default -> b;
        };
    }
}
