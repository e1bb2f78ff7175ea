package io.narthex.promql.exec;

/// A native histogram was found in a series with a label `le`. Nobody writes such, so the rows of a
/// function of histograms leave room for them only once a store was seen to have one; then the
/// query is to be built and evaluated again.
public final class NativesAmongBuckets extends RuntimeException {
    private static final long serialVersionUID = 1;

    NativesAmongBuckets() {
        super("a native histogram in a series with a label le", null, false, false);
    }
}
