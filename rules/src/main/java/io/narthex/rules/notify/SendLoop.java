package io.narthex.rules.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

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
    private final HttpClient client;
    private final NotifierPlan plan;
    private final Thread sender;

    /// The monitor of this guards everything below.
    private final ArrayDeque<AlertMessage> queue = new ArrayDeque<>();

    private boolean stopping;
    private long sent;
    private long errors;
    private long dropped;

    SendLoop(URI url, Duration timeout, HttpClient client, NotifierPlan plan) {
        this.url = url;
        this.timeout = timeout;
        this.client = client;
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
        try {
            for (List<AlertMessage> batch = next(); !batch.isEmpty(); batch = next()) {
                send(batch);
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

    private void send(List<AlertMessage> batch) throws InterruptedException {
        long start = System.nanoTime();
        String problem = attempt(batch);
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
    private String attempt(List<AlertMessage> batch) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", plan.userAgent())
                        .POST(BodyPublishers.ofByteArray(MessageJson.of(batch)))
                        .build();
        try {
            HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
            // The timeout ends with the headers, so nobody waits for a body.
            response.body().close();
            int status = response.statusCode();
            return status / 100 == 2 ? "" : "it answered with status " + status;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// What was sent so far.
    synchronized NotifierStats.Receiver stats() {
        return new NotifierStats.Receiver(url.toString(), sent, errors, dropped, queue.size());
    }
}
