package io.narthex.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// A real program that a test runs beside the code under test: a peer, an application, an exporter.
///
/// It ends with [#close]; nothing but the process that was started here is ever ended.
///
/// Thread safety: for one test's thread.
public final class ExternalProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int LOWEST_PORT = 12_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final long POLL_MILLIS = 50;

    private final Process process;
    private final Path log;

    private ExternalProgram(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /// Skips the running test, with the reason, where something it needs is not installed; with
    /// `-Pci` the test fails instead.
    ///
    /// @param needed an executable or another file that the package brings
    /// @param debianPackages what to install, as `apt-get install` takes it
    public static void require(Path needed, String debianPackages) {
        requireInstalled(needed, "apt-get install " + debianPackages);
    }

    /// As [#require], where there is another way to install it.
    ///
    /// @param how what to do
    public static void requireInstalled(Path needed, String how) {
        String reason = needed + " is missing; install it: " + how;
        boolean there = Files.exists(needed);
        if (Boolean.getBoolean("narthex.ci")) {
            assertTrue(there, reason);
        }
        assumeTrue(there, reason);
    }

    /// Starts a program.
    ///
    /// @param log gets what the program writes to its standard output and error
    /// @param environment added to this process' own
    public static ExternalProgram start(
            Path log, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            return new ExternalProgram(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command, e);
        }
    }

    /// A port of the loopback address that was free a moment ago, below those that the system hands
    /// out by itself: nobody gets it by chance in the meantime.
    public static int freePort() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST_PORT, HIGHEST_PORT);
            try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return port;
            } catch (IOException _) {
                // in use: the next one
            }
        }
        throw new IllegalStateException("no free port on the loopback address");
    }

    /// Waits until the program is ready; fails with its output when it ends or takes a minute.
    public void await(String what, BooleanSupplier ready) {
        await(() -> what, ready);
    }

    /// As [#await(String, BooleanSupplier)]; what was awaited is asked when it did not come, so
    /// that it can tell the last state seen.
    public void await(Supplier<String> what, BooleanSupplier ready) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!ready.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new AssertionError("ended before " + what.get() + ":\n" + output());
            }
            if (System.nanoTime() > end) {
                throw new AssertionError(
                        "no " + what.get() + " after " + PATIENCE + ":\n" + output());
            }
            sleep();
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /// Waits until the program has ended by itself with 0; fails with its output when it ends
    /// otherwise or takes a minute.
    ///
    /// @return what it wrote
    public String finish() {
        return finish(PATIENCE);
    }

    /// As [#finish()], with a patience of its own.
    public String finish(Duration patience) {
        try {
            if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("no end after " + patience + ":\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("ended with " + process.exitValue() + ":\n" + output());
        }
        return output();
    }

    /// What the program wrote so far.
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process.
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /// Ends the program at once, as `kill -9` does, with what it started itself.
    public void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // it has been told to end
        }
    }

    @Override
    public void close() {
        kill();
    }
}
