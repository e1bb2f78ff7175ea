package io.narthex.scrape.doctor;

import io.narthex.scrape.loop.LoopTarget;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/// There is no diagnosis; the message says why.
public final class DiagnosisException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private static final int MAX_TOLD = 10;

    private final Reason reason;

    /// Why there is none.
    public enum Reason {
        /// No target is meant.
        NONE,
        /// Several targets are meant.
        SEVERAL,
        /// Others are being examined.
        BUSY
    }

    /// @param message for whoever asked
    public DiagnosisException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// Not one target is meant, but these.
    public static DiagnosisException of(List<LoopTarget> meant) {
        if (meant.isEmpty()) {
            return new DiagnosisException(
                    Reason.NONE, "no such target; /api/v1/targets lists those that there are");
        }
        return new DiagnosisException(
                Reason.SEVERAL,
                "name one target by scrapePool, instance or url; these are meant: "
                        + meant.stream()
                                .limit(MAX_TOLD)
                                .map(t -> t.target().url().toString())
                                .collect(Collectors.joining(", "))
                        + (meant.size() > MAX_TOLD ? ", …" : ""));
    }

    /// Why there is none.
    public Reason reason() {
        return reason;
    }
}
