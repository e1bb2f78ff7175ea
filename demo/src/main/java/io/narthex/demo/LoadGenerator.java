package io.narthex.demo;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// People that use the sample application: requests arrive at random, at a rate that goes up and
/// down around a mean, whether or not earlier ones were answered.
///
/// It calls loopback addresses only and has at most [#MAX_IN_FLIGHT] requests open; one that would
/// be above that is not sent, and counted.
///
/// Thread safety: safe for concurrent calls.
public final class LoadGenerator implements AutoCloseable {
    /// Most requests open at the same time.
    public static final int MAX_IN_FLIGHT = 64;

    private static final Logger LOG = LoggerFactory.getLogger(LoadGenerator.class);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final double meanRate;
    private final LoadShape shape;
    private final IncidentPlan incidents;
    private final RandomGenerator random;
    private final Workload workload;
    private final HttpClient client;
    private final ExecutorService calls;
    private final Semaphore places = new Semaphore(MAX_IN_FLIGHT);
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final Thread pacer;
    private volatile boolean closing;

    private LoadGenerator(
            URI target, double meanRate, long seed, LoadShape shape, IncidentPlan incidents) {
        this.meanRate = meanRate;
        this.shape = shape;
        this.incidents = incidents;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        workload = new Workload(target, random);
        calls = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("load-", 0).factory());
        client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .build();
        pacer = Thread.ofVirtual().name("load-pacer").unstarted(this::pace);
    }

    /// Starts to send requests at a rate that swells and ebbs a little.
    ///
    /// @param target the application's address, on this machine
    /// @param meanRate requests per second
    /// @param seed of the random requests and their times
    /// @throws IOException if the target's name cannot be resolved
    /// @throws IllegalArgumentException if the target is another machine, or the rate not positive
    public static LoadGenerator start(URI target, double meanRate, long seed) throws IOException {
        return start(target, meanRate, seed, LoadShape.SWELL, IncidentPlan.of(List.of()));
    }

    /// Starts to send requests.
    ///
    /// @param target the application's address, on this machine
    /// @param meanRate requests per second
    /// @param seed of the random requests and their times
    /// @param shape how the rate goes up and down
    /// @param incidents may multiply it
    /// @throws IOException if the target's name cannot be resolved
    /// @throws IllegalArgumentException if the target is another machine, or the rate not positive
    public static LoadGenerator start(
            URI target, double meanRate, long seed, LoadShape shape, IncidentPlan incidents)
            throws IOException {
        if (!InetAddress.getByName(target.getHost()).isLoopbackAddress()) {
            throw new IllegalArgumentException("load goes to this machine only, not to " + target);
        }
        if (!(meanRate > 0)) {
            throw new IllegalArgumentException("the rate must be positive, not " + meanRate);
        }
        LoadGenerator generator = new LoadGenerator(target, meanRate, seed, shape, incidents);
        generator.pacer.start();
        return generator;
    }

    /// Requests that were answered, whatever the status.
    public long answered() {
        return answered.sum();
    }

    /// Requests that got no answer.
    public long failed() {
        return failed.sum();
    }

    /// Requests that were not sent because too many were open.
    public long skipped() {
        return skipped.sum();
    }

    /// Stops sending, drops what is in flight, and waits for its threads.
    @Override
    public void close() {
        closing = true;
        pacer.interrupt();
        try {
            pacer.join(); // nothing is sent after this
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the rest does not wait
        }
        calls.shutdownNow();
        client.shutdownNow();
        calls.close();
        client.close();
    }

    private void pace() {
        long start = System.nanoTime();
        long due = start;
        try {
            while (!closing) {
                double seconds = (due - start) / NANOS_PER_SECOND;
                due += (long) (random.nextExponential() / rate(seconds) * NANOS_PER_SECOND);
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
                send(workload.next());
            }
        } catch (InterruptedException _) {
            LOG.debug("load generator stops");
        }
    }

    /// Requests per second, at a time since the start.
    double rate(double seconds) {
        return meanRate * shape.at(seconds) * incidents.loadFactor();
    }

    private void send(HttpRequest request) {
        if (!places.tryAcquire()) {
            skipped.increment();
            return;
        }
        calls.execute(
                () -> {
                    try {
                        client.send(request, BodyHandlers.discarding());
                        answered.increment();
                    } catch (IOException e) {
                        if (!closing) {
                            failed.increment();
                            LOG.debug("{} got no answer", request.uri(), e);
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt(); // the generator is closing
                    } finally {
                        places.release();
                    }
                });
    }
}
