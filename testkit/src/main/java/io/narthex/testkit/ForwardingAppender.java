package io.narthex.testkit;

import io.narthex.model.AppendStatus;
import io.narthex.model.Appender;
import io.narthex.model.CommitResult;
import io.narthex.model.Exemplar;
import io.narthex.model.Labels;
import io.narthex.model.histogram.FloatHistogram;

/// An appender that passes everything on to another one, for tests that change some of it.
///
/// What a store may take in several forms, decimals and integer histograms, is passed on as floats,
/// so that whoever overrides [#append] sees all samples.
///
/// Thread safety: that of the other one.
public class ForwardingAppender implements Appender {
    private final Appender to;

    /// @param to gets everything
    public ForwardingAppender(Appender to) {
        this.to = to;
    }

    @Override
    public long resolve(Labels labels) {
        return to.resolve(labels);
    }

    @Override
    public void refuseLate() {
        to.refuseLate();
    }

    @Override
    public AppendStatus append(long ref, long timestamp, double value) {
        return to.append(ref, timestamp, value);
    }

    @Override
    public AppendStatus append(long ref, long timestamp, FloatHistogram histogram) {
        return to.append(ref, timestamp, histogram);
    }

    @Override
    public boolean takesExemplars() {
        return to.takesExemplars();
    }

    @Override
    public AppendStatus appendExemplar(long ref, Exemplar exemplar) {
        return to.appendExemplar(ref, exemplar);
    }

    @Override
    public CommitResult commit() {
        return to.commit();
    }

    @Override
    public void rollback() {
        to.rollback();
    }

    @Override
    public void close() {
        to.close();
    }
}
