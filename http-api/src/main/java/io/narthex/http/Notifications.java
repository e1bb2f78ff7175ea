package io.narthex.http;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// What a server tells whoever looks at its pages, such as that its configuration could not be
/// loaded.
///
/// Thread safety: safe for concurrent calls.
public final class Notifications implements AutoCloseable {
    /// What is said of a configuration that could not be loaded, in Prometheus' words.
    public static final String RELOAD_FAILED = "Configuration reload has failed.";

    /// What is said when the server ends.
    static final String SHUTTING_DOWN =
            "Narthex is shutting down and gracefully stopping all operations.";

    /// As many as in Prometheus.
    public static final int DEFAULT_SUBSCRIBERS = 16;

    /// A subscriber that is so far behind misses what follows.
    private static final int MOST_WAITING = 10;

    private final int maxSubscribers;
    private final InstantSource clock;
    private final Map<String, Notification> active = new LinkedHashMap<>();
    private final Set<Subscription> subscribers = new HashSet<>();
    private boolean closed;

    /// Something that is told.
    ///
    /// @param date when it was told last
    /// @param active whether it still holds
    public record Notification(String text, Instant date, boolean active) {}

    /// @param maxSubscribers how many may wait for news at the same time
    public Notifications(int maxSubscribers, InstantSource clock) {
        this.maxSubscribers = maxSubscribers;
        this.clock = clock;
    }

    /// Tells something, or tells it again.
    public synchronized void add(String text) {
        Notification notification = new Notification(text, clock.instant(), true);
        active.put(text, notification);
        subscribers.forEach(subscriber -> subscriber.offer(notification));
    }

    /// Takes something back; nothing happens where it was not told.
    public synchronized void remove(String text) {
        Notification told = active.remove(text);
        if (told != null) {
            Notification over = new Notification(text, told.date(), false);
            subscribers.forEach(subscriber -> subscriber.offer(over));
        }
    }

    /// What holds, oldest first.
    public synchronized List<Notification> all() {
        return List.copyOf(active.values());
    }

    /// Waits for news, beginning with what holds already.
    ///
    /// @return null where too many wait
    public synchronized @Nullable Subscription subscribe() {
        if (closed || subscribers.size() >= maxSubscribers) {
            return null;
        }
        Subscription subscription = new Subscription();
        active.values().forEach(subscription::offer);
        subscribers.add(subscription);
        return subscription;
    }

    /// Tells those who listen that the server ends, and ends their subscriptions. May be called
    /// twice.
    @Override
    public void close() {
        List<Subscription> all;
        synchronized (this) {
            if (!closed) {
                add(SHUTTING_DOWN);
            }
            closed = true;
            all = new ArrayList<>(subscribers);
        }
        all.forEach(Subscription::close);
    }

    /// Somebody who waits for news.
    ///
    /// Thread safety: safe for concurrent calls; news go to whoever asks first.
    public final class Subscription implements AutoCloseable {
        private static final Notification END = new Notification("", Instant.EPOCH, false);

        private final BlockingQueue<Notification> news =
                new LinkedBlockingQueue<>(MOST_WAITING + 1);

        private Subscription() {}

        private void offer(Notification notification) {
            if (news.size() < MOST_WAITING) {
                boolean _ = news.offer(notification);
            }
        }

        /// What comes next; waits for it.
        ///
        /// @return null where there will be nothing more
        public @Nullable Notification next() throws InterruptedException {
            Notification notification = news.take();
            return notification.equals(END) ? null : notification;
        }

        /// Wakes whoever waits. May be called twice.
        @Override
        public void close() {
            synchronized (Notifications.this) {
                subscribers.remove(this);
            }
            boolean _ = news.offer(END);
        }
    }
}
