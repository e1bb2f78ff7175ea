package io.narthex.rules.notify;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
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
    /// Alerts of one request.
    static final int BATCH = 256;

    private static final Logger LOG = LoggerFactory.getLogger(SendLoop.class);

    private final URI url;
    private final Duration timeout;
    private final HttpClient client;
    private final String userAgent;
    private final int capacity;
    private final Thread sender;

    /// The monitor of this guards everything below.
    private final ArrayDeque<AlertMessage> queue = new ArrayDeque<>();

    private boolean stopping;
    private long sent;
    private long errors;
    private long dropped;
    private long sendNanos;
    private long sends;

    SendLoop(URI url, Duration timeout, HttpClient client, String userAgent, int capacity) {
        this.url = url;
        this.timeout = timeout;
        this.client = client;
        this.userAgent = userAgent;
        this.capacity = capacity;
        this.sender = Thread.ofVirtual().name("alertmanager " + url).start(this::run);
    }

    URI url() {
        return url;
    }

    synchronized void add(List<AlertMessage> messages) {
        if (stopping) {
            return;
        }
        queue.addAll(messages);
        int surplus = queue.size() - capacity;
        for (int i = 0; i < surplus; i++) {
            queue.removeFirst();
        }
        if (surplus > 0) {
            dropped += surplus;
            LOG.warn("the queue for {} is full: {} alerts are dropped", url, surplus);
        }
        notifyAll();
    }

    /// Sends what is queued and ends; what an Alertmanager that hangs would not take is given up
    /// after a request's timeout.
    void stop() {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        try {
            if (!sender.join(timeout.plusSeconds(1))) {
                sender.interrupt();
            }
        } catch (InterruptedException _) {
            sender.interrupt();
            Thread.currentThread().interrupt();
        }
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
        while (!queue.isEmpty() && batch.size() < BATCH) {
            batch.add(queue.removeFirst());
        }
        return batch;
    }

    private void send(List<AlertMessage> batch) throws InterruptedException {
        long start = System.nanoTime();
        String problem = attempt(batch);
        synchronized (this) {
            if (problem.isEmpty()) {
                sent += batch.size();
                sendNanos += System.nanoTime() - start;
                sends++;
            } else {
                errors += batch.size();
                dropped += batch.size();
            }
        }
        if (!problem.isEmpty()) {
            LOG.error("{} alerts could not be sent to {}: {}", batch.size(), url, problem);
        }
    }

    /// @return what went wrong; empty if nothing did
    private String attempt(List<AlertMessage> batch) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(url)
                        .timeout(timeout)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", userAgent)
                        .POST(BodyPublishers.ofByteArray(MessageJson.of(batch)))
                        .build();
        try {
            HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
            int status = response.statusCode();
            return status / 100 == 2 ? "" : "it answered with status " + status;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// What was sent so far.
    synchronized NotifierStats.Receiver stats() {
        return new NotifierStats.Receiver(
                url.toString(), sent, errors, dropped, queue.size(), sends, sendNanos / 1e9);
    }
}
