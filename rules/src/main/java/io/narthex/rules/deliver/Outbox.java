package io.narthex.rules.deliver;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The messages that one receiver has not got yet, oldest first; a thread of its own delivers them.
///
/// Each is a file until it has arrived, so a restart goes on with it. What can't be delivered is
/// tried again, after a second, then ever later, up to some minutes; only what the receiver refuses
/// for good is given up. When too many wait, the oldest go.
///
/// Thread safety: safe for concurrent calls.
final class Outbox implements AutoCloseable {
    static final int CAPACITY = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final String SUFFIX = ".message";
    private static final long MOST_PATIENCE = Duration.ofMinutes(5).toMillis();
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(2);

    private final String receiver;
    private final String channel;
    private final Courier courier;
    private final long firstPause;

    /// Null where messages are kept in memory only.
    private final @Nullable Path directory;

    private final InstantSource clock;
    private final Thread thread;

    /// The monitor of this guards everything below.
    private final TreeMap<Long, byte[]> waiting = new TreeMap<>();

    private long nextNumber;
    private long delivered;
    private long failed;
    private long dropped;
    private @Nullable Instant deliveredAt;
    private DeliveryStats.@Nullable Problem problem;
    private @Nullable Instant nextTry;

    /// @param clock tells when things happened
    /// @param firstPause milliseconds before the second try
    Outbox(
            Receiver receiver,
            Courier courier,
            @Nullable Path directory,
            InstantSource clock,
            long firstPause) {
        this.receiver = receiver.name();
        this.channel = receiver.channel().word();
        this.courier = courier;
        this.directory = directory;
        this.clock = clock;
        this.firstPause = firstPause;
        if (directory != null) {
            load(directory);
        }
        this.thread = Thread.ofVirtual().name("receiver " + receiver.name()).start(this::run);
    }

    private void load(Path from) {
        try {
            Files.createDirectories(from);
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList()) {
                    String name = file.getFileName().toString();
                    if (name.matches("[0-9]{12}\\" + SUFFIX)) {
                        waiting.put(
                                Long.parseLong(name.substring(0, 12)), Files.readAllBytes(file));
                    }
                }
            }
        } catch (IOException e) {
            LOG.error("messages for {} could not be read from {}", receiver, from, e);
        }
        nextNumber = waiting.isEmpty() ? 0 : waiting.lastKey() + 1;
    }

    /// Takes a message.
    synchronized void add(byte[] message) {
        long number = nextNumber++;
        waiting.put(number, message);
        save(number, message);
        while (waiting.size() > CAPACITY) {
            LOG.error("too many messages wait for {}: the oldest is dropped", receiver);
            dropped++;
            forget(waiting.firstKey());
        }
        notifyAll();
    }

    private void save(long number, byte[] message) {
        if (directory == null) {
            return;
        }
        Path file = file(directory, number);
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.write(draft, message);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn("a message for {} is kept in memory only: {}", receiver, e.toString());
        }
    }

    private void forget(long number) {
        waiting.remove(number);
        if (directory != null) {
            try {
                Files.deleteIfExists(file(directory, number));
            } catch (IOException e) {
                LOG.warn("a message for {} may be sent again: {}", receiver, e.toString());
            }
        }
    }

    private static Path file(Path directory, long number) {
        return directory.resolve("%012d%s".formatted(number, SUFFIX));
    }

    private void run() {
        try {
            while (true) {
                Map.Entry<Long, byte[]> oldest = oldest();
                deliver(oldest.getKey(), oldest.getValue());
            }
        } catch (InterruptedException _) {
            LOG.debug("nothing more is delivered to {}", receiver);
        }
    }

    private synchronized Map.Entry<Long, byte[]> oldest() throws InterruptedException {
        while (waiting.isEmpty()) {
            wait();
        }
        return waiting.firstEntry();
    }

    private void deliver(long number, byte[] message) throws InterruptedException {
        long pause = firstPause;
        while (!attempt(number, message)) {
            sleep(pause);
            pause = Math.min(2 * pause, MOST_PATIENCE);
        }
    }

    private void sleep(long pause) throws InterruptedException {
        setNextTry(clock.instant().plusMillis(pause));
        Thread.sleep(pause);
        setNextTry(null);
    }

    private synchronized void setNextTry(@Nullable Instant time) {
        nextTry = time;
    }

    /// @return whether there is nothing more to do for this message
    private boolean attempt(long number, byte[] message) throws InterruptedException {
        Courier.Outcome outcome = outcome(message);
        synchronized (this) {
            return switch (outcome) {
                case Courier.Outcome.Delivered _ -> {
                    delivered++;
                    deliveredAt = clock.instant();
                    forget(number);
                    yield true;
                }
                case Courier.Outcome.Refused refused -> {
                    LOG.error("a message was refused by {}: {}", receiver, refused.reason());
                    dropped++;
                    problem = new DeliveryStats.Problem(clock.instant(), refused.reason());
                    forget(number);
                    yield true;
                }
                case Courier.Outcome.TryAgain again -> {
                    failed++;
                    problem = new DeliveryStats.Problem(clock.instant(), again.reason());
                    LOG.warn("{} was not told, which is tried again: {}", receiver, again.reason());
                    // It may have been dropped meanwhile.
                    yield !waiting.containsKey(number);
                }
            };
        }
    }

    /// What nobody foresaw must not end the thread, for no message would go out any more.
    private Courier.Outcome outcome(byte[] message) throws InterruptedException {
        try {
            return courier.deliver(message);
        } catch (RuntimeException e) {
            LOG.error("telling {} failed", receiver, e);
            return new Courier.Outcome.TryAgain(e.toString());
        }
    }

    /// What became of messages so far.
    synchronized DeliveryStats stats() {
        return new DeliveryStats(
                receiver,
                channel,
                waiting.size(),
                CAPACITY,
                new DeliveryStats.Counts(delivered, failed, dropped),
                deliveredAt,
                problem,
                nextTry);
    }

    /// Leaves what waits for the next start. A try under way is broken off; where that takes too
    /// long, as in a look-up of a name, it fails later by itself.
    @Override
    public void close() {
        thread.interrupt();
        try {
            boolean _ = thread.join(PATIENCE_AT_END);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        courier.close();
    }
}
