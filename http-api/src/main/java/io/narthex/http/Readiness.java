package io.narthex.http;

/// Whether the process answers queries now.
///
/// @param stopping whether it is going down
/// @param stage what it is doing while not ready, such as `replaying the write-ahead log`, or what
///     limits it although it is ready; may be empty. `/-/ready` shows it, and every answer has it
///     as `X-Narthex-Stage`
public record Readiness(boolean ready, boolean stopping, String stage) {
    /// Ready, without more to say.
    public static final Readiness READY = new Readiness(true, false, "");

    /// Not ready yet.
    public static Readiness starting(String stage) {
        return new Readiness(false, false, stage);
    }
}
