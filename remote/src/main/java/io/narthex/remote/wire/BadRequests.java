package io.narthex.remote.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What was wrong with parts of a request, in the order of its series. Only the first messages are
/// kept: an answer that is larger than what was asked helps nobody.
///
/// Thread safety: for one thread; reuse it.
public final class BadRequests {
    private static final int MAX_MESSAGES = 200;
    private static final int MAX_CHARACTERS = 1000;

    private final List<Message> messages = new ArrayList<>();
    private int count;

    /// @param series position of its series in the request
    private record Message(int series, String text) {}

    /// Begins with another request.
    public void clear() {
        messages.clear();
        count = 0;
    }

    /// Whether a further message would only be counted.
    public boolean isFull() {
        return messages.size() == MAX_MESSAGES;
    }

    /// Notes that something is wrong.
    public void add(int series, String text) {
        count++;
        if (!isFull()) {
            messages.add(
                    new Message(
                            series,
                            text.length() <= MAX_CHARACTERS
                                    ? text
                                    : text.substring(0, MAX_CHARACTERS) + "…"));
        }
    }

    /// Counts what there is no message for.
    public void addSilently() {
        count++;
    }

    /// How much is wrong.
    public int count() {
        return count;
    }

    /// All messages, a line each.
    public String text() {
        StringBuilder out = new StringBuilder();
        messages.sort(Comparator.comparingInt(Message::series));
        for (Message message : messages) {
            out.append(out.isEmpty() ? "" : "\n").append(message.text());
        }
        if (count > messages.size()) {
            out.append("\nand ").append(count - messages.size()).append(" more");
        }
        return out.toString();
    }
}
