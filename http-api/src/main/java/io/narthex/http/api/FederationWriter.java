package io.narthex.http.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// Writes samples of one family in one format.
///
/// Thread safety: for one thread.
interface FederationWriter {
    /// Whether the format can say what a sample is.
    boolean canWrite(FederatedSample sample);

    /// Writes a family.
    ///
    /// @param samples of one name and kind, at least one
    /// @param labels names and values by turns of each, without the metric name, with those of the
    ///     server
    void family(List<FederatedSample> samples, List<String[]> labels, OutputStream out)
            throws IOException;
}
