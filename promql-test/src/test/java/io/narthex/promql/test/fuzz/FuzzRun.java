package io.narthex.promql.test.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Tries inputs one after the other, in a thread that is watched.
///
/// What an input may take is judged by processor time, which other work on the machine doesn't
/// lengthen. It is that of all threads, so an input that took too long is tried again: a garbage
/// collection or a compilation does not fall upon it three times.
///
/// Thread safety: read by the thread that started it, after the run.
final class FuzzRun {
    /// Processor time that an input may take.
    private static final Duration MOST = Duration.ofSeconds(1);

    private static final int TRIES = 3;

    /// Far above what an input may take: it will not end.
    private static final Duration HANGS = Duration.ofSeconds(30);

    /// Without much processor time: it waits for something that will not come.
    private static final Duration WAITS = Duration.ofMinutes(5);

    /// Trees of a thousand levels are compared by recursion.
    private static final int STACK_BYTES = 256 << 20;

    private static final int MOST_FAILURES = 40;
    private static final int SHOWN = 200;

    private final QueryCheck check = new QueryCheck();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile FuzzCase current = new FuzzCase("", 0, 0, 0, 1);
    private volatile long since = System.nanoTime();
    private volatile Duration usedBefore = used();
    private Duration slowestTook = Duration.ZERO;
    private FuzzCase slowest = current;

    private FuzzRun() {}

    /// Runs all inputs, or as many as it takes to find enough failures.
    static FuzzRun of(Stream<FuzzCase> inputs) throws InterruptedException, IOException {
        FuzzRun run = new FuzzRun();
        Thread thread = new Thread(null, () -> run.all(inputs), "fuzz", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        while (!thread.join(Duration.ofSeconds(1))) {
            Duration waited = Duration.ofNanos(System.nanoTime() - run.since);
            Duration worked = used().minus(run.usedBefore);
            if (worked.compareTo(HANGS) > 0 || waited.compareTo(WAITS) > 0) {
                run.hangs();
                break;
            }
        }
        run.check.close();
        if (!run.failures.isEmpty()) {
            Files.createDirectories(Path.of("target"));
            Files.write(Path.of("target/fuzz-failures.txt"), run.failures);
        }
        return run;
    }

    /// Failed inputs as [FuzzCase#line], each with a comment that says what came out.
    List<String> failures() {
        return List.copyOf(failures);
    }

    /// How often what came out.
    Map<String, Integer> outcomes() {
        return check.outcomes();
    }

    /// The processor time of the slowest input.
    long slowestMillis() {
        return slowestTook.toMillis();
    }

    /// The beginning of the slowest input.
    String slowest() {
        return head(slowest.line());
    }

    private void all(Stream<FuzzCase> inputs) {
        Iterator<FuzzCase> all = inputs.iterator();
        while (all.hasNext() && failures.size() < 2 * MOST_FAILURES) {
            tried(all.next());
        }
    }

    private void tried(FuzzCase input) {
        Duration took = MOST.plusNanos(1);
        for (int i = 0; i < TRIES && took.compareTo(MOST) > 0; i++) {
            took = tryOnce(input);
        }
        if (took.compareTo(MOST) > 0) {
            failures.add(input.line());
            failures.add("# takes " + took.toMillis() + " ms of processor time");
        }
        if (took.compareTo(slowestTook) > 0) {
            slowestTook = took;
            slowest = input;
        }
    }

    private Duration tryOnce(FuzzCase input) {
        current = input;
        since = System.nanoTime();
        usedBefore = used();
        try {
            check.check(input);
        } catch (RuntimeException | Error e) {
            failures.add(input.line());
            failures.add("# " + head(told(e)));
        }
        return used().minus(usedBefore);
    }

    /// The processor time of all threads so far.
    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String told(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        StringBuilder text = new StringBuilder();
        for (StackTraceElement at : List.of(cause.getStackTrace()).stream().limit(6).toList()) {
            text.append(at.getFileName()).append(':').append(at.getLineNumber()).append(' ');
        }
        return text + cause.toString().replace('\n', ' ');
    }

    private void hangs() {
        failures.add(current.line());
        failures.add("# hangs");
        Thread.getAllStackTraces()
                .forEach(
                        (thread, stack) -> {
                            if (thread.getName().matches("fuzz|narthex-query.*")) {
                                failures.add("# " + thread.getName() + " " + List.of(stack));
                            }
                        });
    }

    private static String head(String line) {
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
