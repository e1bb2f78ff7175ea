package io.narthex.rules.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Sends alerts to one Alertmanager, in order, from a thread of its own.
///
/// What can't be sent is dropped and counted: an alert that still fires comes again. So is the
/// oldest when the queue is full.
///
/// Thread safety: safe for concurrent calls.
final class SendLoop {
    private static final Logger LOG = LoggerFactory.getLogger(SendLoop.class);

    private final URI url;
    private final Duration timeout;
    private final AlertTransport transport;
    private final NotifierPlan plan;
    private final Thread sender;

    /// The monitor of this guards everything below.
    private final ArrayDeque<AlertMessage> queue = new ArrayDeque<>();

    private boolean stopping;
    private long sent;
    private long errors;
    private long dropped;

    SendLoop(URI url, Duration timeout, AlertTransport transport, NotifierPlan plan) {
        this.url = url;
        this.timeout = timeout;
        this.transport = transport;
        this.plan = plan;
        this.sender = Thread.ofVirtual().name("alertmanager " + url).start(this::run);
    }

    synchronized void add(List<AlertMessage> messages) {
        if (stopping) {
            return;
        }
        queue.addAll(messages);
        int surplus = queue.size() - plan.options().queueCapacity();
        for (int i = 0; i < surplus; i++) {
            queue.removeFirst();
        }
        if (surplus > 0) {
            dropped += surplus;
            LOG.warn("the queue for {} is full: {} alerts are dropped", url, surplus);
        }
        notifyAll();
    }

    /// Takes nothing more, and ends when what is queued is sent, or dropped if that is wanted.
    synchronized void finish() {
        stopping = true;
        if (!plan.options().drainOnShutdown() && !queue.isEmpty()) {
            dropped += queue.size();
            LOG.warn("{} alerts for {} are dropped at the end", queue.size(), url);
            queue.clear();
        }
        notifyAll();
    }

    /// Waits for the end; what an Alertmanager that hangs would not take is given up after a
    /// request's timeout.
    void join() {
        try {
            if (!sender.join(timeout.plusSeconds(1))) {
                sender.interrupt();
            }
        } catch (InterruptedException _) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
        plan.timings().forget(url.toString());
    }

    private void run() {
        try (AlertTransport.Connection connection = transport.connect()) {
            for (List<AlertMessage> batch = next(); !batch.isEmpty(); batch = next()) {
                send(batch, connection);
            }
        } catch (InterruptedException _) {
            LOG.debug("nothing more is sent to {}", url);
        }
    }

    /// @return empty when everything is sent and nothing more will come
    private synchronized List<AlertMessage> next() throws InterruptedException {
        while (queue.isEmpty() && !stopping) {
            wait();
        }
        List<AlertMessage> batch = new ArrayList<>();
        while (!queue.isEmpty() && batch.size() < plan.options().batchSize()) {
            batch.add(queue.removeFirst());
        }
        return batch;
    }

    private void send(List<AlertMessage> batch, AlertTransport.Connection connection)
            throws InterruptedException {
        long start = System.nanoTime();
        String problem = attempt(batch, connection);
        if (problem.isEmpty()) {
            plan.timings().sent(url.toString(), (System.nanoTime() - start) / 1e9);
        } else {
            LOG.error("{} alerts could not be sent to {}: {}", batch.size(), url, problem);
        }
        synchronized (this) {
            if (problem.isEmpty()) {
                sent += batch.size();
            } else {
                errors += batch.size();
                dropped += batch.size();
            }
        }
    }

    /// @return what went wrong; empty if nothing did
    private String attempt(List<AlertMessage> batch, AlertTransport.Connection connection)
            throws InterruptedException {
        Map<String, String> headers =
                Map.of("Content-Type", "application/json", "User-Agent", plan.userAgent());
        try {
            int status = connection.post(url, headers, MessageJson.of(batch), timeout);
            return status / 100 == 2 ? "" : "it answered with status " + status;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// What was sent so far.
    synchronized NotifierStats.Receiver stats() {
        return new NotifierStats.Receiver(url.toString(), sent, errors, dropped, queue.size());
    }
}
