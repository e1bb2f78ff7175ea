package io.narthex.demo;

/// Hears that the application has another number of workers.
@FunctionalInterface
public interface ScalingListener {
    /// Takes no notice.
    ScalingListener NONE = (_, _) -> {};

    /// Called on the thread that changes it.
    ///
    /// @param before how many there were
    /// @param now how many there are
    void scaled(int before, int now);
}
