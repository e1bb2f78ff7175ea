package io.narthex.http;

import io.narthex.model.Labels;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What an examination of a target found, for `/api/v1/targets/diagnose`.
///
/// @param host the `Host` header that was sent
/// @param answer what came back first; null where nothing did
/// @param times how long each part of the first request took, by its name, in order
/// @param samples of the first answer
/// @param visits how often the target was asked
/// @param findings worst first
///
/// Thread safety: immutable.
public record TargetDiagnosis(
        String scrapePool,
        Labels labels,
        String scrapeUrl,
        String host,
        boolean healthy,
        @Nullable Answer answer,
        Map<String, Duration> times,
        int samples,
        int visits,
        List<Finding> findings) {
    /// The head of an answer.
    ///
    /// @param bytes of the body, as they were sent
    /// @param url who answered, after all redirects
    public record Answer(
            int status, String contentType, String contentEncoding, int bytes, String url) {}

    /// Something that is wrong or doubtful.
    ///
    /// @param problem its kind, such as `timeout`
    /// @param severity `error` or `warning`
    /// @param remedy may be empty
    public record Finding(String problem, String severity, String text, String remedy) {}

    /// There is no diagnosis; the message says why.
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        private final Reason reason;

        /// Why there is none.
        public enum Reason {
            /// There is no such target.
            NOT_FOUND,
            /// Several targets are meant.
            AMBIGUOUS,
            /// Others are being examined.
            BUSY
        }

        /// @param message for whoever asked
        public Refused(Reason reason, String message) {
            super(message);
            this.reason = reason;
        }

        /// Why there is none.
        public Reason reason() {
            return reason;
        }
    }
}
