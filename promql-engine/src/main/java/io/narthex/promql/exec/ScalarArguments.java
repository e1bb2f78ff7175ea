package io.narthex.promql.exec;

import java.util.List;

/// The scalar arguments of a function, by argument and step of a tile.
///
/// Thread safety: immutable.
record ScalarArguments(List<Operator> operators) {
    /// Evaluates the arguments; each has a value at every step.
    double[][] evaluate(StepTile tile, Worker worker) {
        double[][] values = new double[operators.size()][tile.count()];
        for (int i = 0; i < values.length; i++) {
            double[] into = values[i];
            operators
                    .get(i)
                    .evaluate(
                            tile,
                            worker,
                            (_, column) ->
                                    System.arraycopy(column.values(), 0, into, 0, into.length));
        }
        return values;
    }
}
