package io.narthex.rules;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// How rules are evaluated; every field but the first three has Prometheus' default in [#of].
///
/// @param clock by which evaluations are timed
/// @param nanoTime goes on evenly when the clock is set, in nanoseconds since whenever
/// @param externalUrl where others reach this server, without a slash at its end; alerts link there
/// @param outageTolerance how old what is known of an alert may be that goes on after a restart
/// @param forGracePeriod how long such an alert waits at least before it fires; with a shorter
///     `for` nothing is restored
/// @param resendDelay how long until an alert is sent again
/// @param maxConcurrent how many rules of all groups are evaluated beside those that their groups'
///     order asks for; 0 to evaluate each group's rules one after the other
///
/// Thread safety: immutable.
public record RuleOptions(
        InstantSource clock,
        LongSupplier nanoTime,
        String externalUrl,
        Duration outageTolerance,
        Duration forGracePeriod,
        Duration resendDelay,
        int maxConcurrent) {
    /// Prometheus' defaults, by the system's clock.
    public static RuleOptions of(String externalUrl) {
        return of(InstantSource.system(), externalUrl);
    }

    /// Prometheus' defaults.
    public static RuleOptions of(InstantSource clock, String externalUrl) {
        return new RuleOptions(
                clock,
                System::nanoTime,
                externalUrl,
                Duration.ofHours(1),
                Duration.ofMinutes(10),
                Duration.ofMinutes(1),
                0);
    }

    /// The same with another address.
    public RuleOptions withExternalUrl(String url) {
        return new RuleOptions(
                clock, nanoTime, url, outageTolerance, forGracePeriod, resendDelay, maxConcurrent);
    }
}
