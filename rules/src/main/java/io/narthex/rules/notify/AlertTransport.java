package io.narthex.rules.notify;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// How requests get to Alertmanagers: the keys and proxies that the configuration has for them.
/// Equal ones do the same.
///
/// Thread safety: implementations are safe for concurrent calls.
public interface AlertTransport {
    /// What sends to one Alertmanager.
    Connection connect();

    /// Sends to one Alertmanager.
    ///
    /// Thread safety: for one thread at a time.
    interface Connection extends AutoCloseable {
        /// Sends by POST.
        ///
        /// @param timeout longest wait for the answer
        /// @return the answer's status
        /// @throws IOException if there is no answer, with the reason
        int post(URI url, Map<String, String> headers, byte[] body, Duration timeout)
                throws IOException, InterruptedException;

        @Override
        void close();
    }
}
