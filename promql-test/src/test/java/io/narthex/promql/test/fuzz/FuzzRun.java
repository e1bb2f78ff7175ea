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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Tries inputs one after the other, in a thread that is watched.
///
/// Thread safety: read by the thread that started it, after the run.
final class FuzzRun {
    /// Far above the second that an input may take, for machines that are busy.
    private static final long HANGS_NANOS = TimeUnit.SECONDS.toNanos(30);

    /// Trees of a thousand levels are compared by recursion.
    private static final int STACK_BYTES = 256 << 20;

    private static final int MOST_FAILURES = 40;
    private static final int SHOWN = 200;

    private final QueryCheck check = new QueryCheck();
    private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private volatile FuzzCase current = new FuzzCase("", 0, 0, 0, 1);
    private volatile long since = System.nanoTime();
    private long slowestNanos;
    private FuzzCase slowest = current;

    private FuzzRun() {}

    /// Runs all inputs, or as many as it takes to find enough failures.
    static FuzzRun of(Stream<FuzzCase> inputs) throws InterruptedException, IOException {
        FuzzRun run = new FuzzRun();
        Thread thread = new Thread(null, () -> run.all(inputs), "fuzz", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        while (!thread.join(Duration.ofSeconds(1))) {
            if (System.nanoTime() - run.since > HANGS_NANOS) {
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

    long slowestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(slowestNanos);
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
        current = input;
        since = System.nanoTime();
        try {
            check.check(input);
        } catch (RuntimeException | Error e) {
            failures.add(input.line());
            failures.add("# " + head(told(e)));
        }
        long nanos = System.nanoTime() - since;
        if (nanos > slowestNanos) {
            slowestNanos = nanos;
            slowest = input;
        }
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
