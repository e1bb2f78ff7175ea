package io.narthex.rules.deliver;

import io.narthex.model.Labels;
import io.narthex.rules.AlertNotice;
import io.narthex.rules.AlertSink;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// Tells receivers of alerts.
///
/// Thread safety: safe for concurrent calls.
public final class Deliveries implements AlertSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final long FIRST_PAUSE = Duration.ofSeconds(1).toMillis();

    private final Grouping grouping;
    private final SilenceBook silences;
    private final ToldLog log;
    private final InstantSource clock;
    private final String externalUrl;
    private final List<Mailbox> mailboxes = new ArrayList<>();
    private final Thread thread;

    /// Guarded by this.
    private boolean closing;

    /// A receiver with its groups, which the monitor of this guards.
    private record Mailbox(Receiver receiver, Outbox outbox, Map<Labels, Group> groups) {}

    /// What deliveries need to know of the server.
    ///
    /// @param directory where messages wait, and what was told is kept; null for memory only
    /// @param externalUrl where others reach it
    /// @param userAgent of HTTP requests
    public record Place(@Nullable Path directory, String externalUrl, String userAgent) {}

    /// Starts to deliver what waits from before.
    public Deliveries(
            List<Receiver> receivers,
            Grouping grouping,
            Place place,
            SilenceBook silences,
            InstantSource clock) {
        this.grouping = grouping;
        this.silences = silences;
        this.clock = clock;
        this.externalUrl = place.externalUrl;
        this.log = new ToldLog(place.directory);
        for (Receiver receiver : receivers) {
            Path own = place.directory == null ? null : place.directory.resolve(receiver.name());
            Courier courier = Courier.of(receiver.channel(), place.userAgent);
            Outbox outbox = new Outbox(receiver, courier, own, clock, FIRST_PAUSE);
            mailboxes.add(new Mailbox(receiver, outbox, new HashMap<>()));
        }
        log.retain(this::goOn);
        thread = Thread.ofVirtual().name("alert-groups").start(this::run);
    }

    /// Goes on with a group of before.
    ///
    /// @return whether there still is one
    private synchronized boolean goOn(ToldLog.Key key, Group.Entry entry) {
        for (Mailbox mailbox : mailboxes) {
            if (mailbox.receiver.name().equals(key.receiver())
                    && entry.firing().stream().anyMatch(isOf(mailbox, key.group()))) {
                Group _ = group(mailbox, key.group());
                return true;
            }
        }
        return false;
    }

    /// Whether an alert belongs to a receiver's group, as things are now.
    private Predicate<Told> isOf(Mailbox mailbox, Labels group) {
        return alert ->
                mailbox.receiver.wants(alert.labels())
                        && grouping.key(alert.labels()).equals(group);
    }

    @Override
    public synchronized void send(List<AlertNotice> alerts) {
        for (AlertNotice notice : alerts) {
            Told told =
                    new Told(
                            notice.alert().labels(),
                            notice.alert().annotations(),
                            notice.startsAt(),
                            notice.endsAt(),
                            notice.generatorUrl());
            for (Mailbox mailbox : mailboxes) {
                if (mailbox.receiver.wants(told.labels())) {
                    group(mailbox, grouping.key(told.labels())).put(told);
                }
            }
        }
    }

    private Group group(Mailbox mailbox, Labels key) {
        return mailbox.groups.computeIfAbsent(
                key,
                _ ->
                        new Group(
                                grouping,
                                mailbox.receiver.sendResolved(),
                                before(mailbox, key),
                                clock.millis()));
    }

    private Group.@Nullable Entry before(Mailbox mailbox, Labels key) {
        Group.Entry entry = log.find(mailbox.receiver.name(), key);
        return entry == null
                ? null
                : new Group.Entry(
                        entry.time(), entry.firing().stream().filter(isOf(mailbox, key)).toList());
    }

    private void run() {
        try {
            while (awaitTick()) {
                flush();
            }
        } catch (InterruptedException _) {
            LOG.debug("no more groups are told");
        }
    }

    /// @return whether there is anything more to do
    private synchronized boolean awaitTick() throws InterruptedException {
        if (!closing) {
            wait(TICK.toMillis());
        }
        return !closing;
    }

    /// Tells what is due.
    synchronized void flush() {
        long now = clock.millis();
        for (Mailbox mailbox : mailboxes) {
            mailbox.groups.forEach((key, group) -> flush(mailbox, key, group, now));
            mailbox.groups.values().removeIf(Group::isOver);
        }
    }

    private void flush(Mailbox mailbox, Labels key, Group group, long now) {
        try {
            if (group.isDue(now)) {
                tell(mailbox, key, group, now);
            }
        } catch (RuntimeException e) {
            // The other groups must not suffer from it.
            LOG.error("{} could not be told of {}", mailbox.receiver.name(), key, e);
        }
    }

    private void tell(Mailbox mailbox, Labels key, Group group, long now) {
        String name = mailbox.receiver.name();
        Set<Labels> before = group.known();
        List<Told> told = group.flush(now, silences::silence);
        if (told != null) {
            Message message = new Message(name, key, told, now, externalUrl);
            mailbox.outbox.add(MessageText.of(mailbox.receiver.channel(), message));
        }
        if (told != null || !group.known().equals(before)) {
            log.put(name, key, group.entry());
        }
    }

    /// What became of messages, for each receiver.
    public List<DeliveryStats> stats() {
        return mailboxes.stream().map(mailbox -> mailbox.outbox.stats()).toList();
    }

    /// Ends; what waits is delivered after the next start.
    @Override
    public void close() {
        // An interrupt would break off the writing of a message that is under way.
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        mailboxes.forEach(mailbox -> mailbox.outbox.close());
    }
}
