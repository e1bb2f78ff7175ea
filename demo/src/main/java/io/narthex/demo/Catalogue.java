package io.narthex.demo;

import java.util.TreeMap;

/// The items that the service sells: `GET /items`, `GET /items/{id}`, `POST /items`.
///
/// Thread safety: safe for concurrent calls.
final class Catalogue {
    /// Items 1 to this one exist. One more takes the place of the oldest, so that load cannot fill
    /// the memory, and whoever asks for these ids finds them on the tenth day as on the first.
    static final int CAPACITY = 500;

    private static final int PAGE = 20;
    private static final int LONGEST_NAME = 100;

    // lock: this; guards what follows
    private final TreeMap<Integer, String> names = new TreeMap<>();
    private int nextId = 1;

    Catalogue() {
        for (int i = 0; i < CAPACITY; i++) {
            add("item " + nextId);
        }
    }

    Reply list(Call call) throws InterruptedException {
        Backend.await(14, 0.6);
        int offset;
        try {
            offset = Integer.parseInt(call.parameter("offset", "0"));
        } catch (NumberFormatException e) {
            return Reply.error(422, "offset must be a number: " + e.getMessage());
        }
        return Reply.json(200, page(offset));
    }

    Reply one(Call call) throws InterruptedException {
        Backend.await(6, 0.5);
        int id = call.id();
        String name;
        synchronized (this) {
            name = names.get(id);
        }
        return name == null ? Reply.error(404, "no such item") : Reply.json(200, item(id, name));
    }

    Reply create(Call call) throws InterruptedException {
        String name = call.text().strip();
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Reply.error(422, "the name must have 1 to " + LONGEST_NAME + " characters");
        }
        Backend.await(28, 0.5);
        return Reply.json(201, item(add(name), name));
    }

    private synchronized int add(String name) {
        int id = nextId;
        names.put(id, name);
        nextId = id % CAPACITY + 1;
        return id;
    }

    private synchronized String page(int offset) {
        StringBuilder out = new StringBuilder("[");
        names.entrySet().stream()
                .skip(Math.max(0, offset))
                .limit(PAGE)
                .forEach(e -> out.append(item(e.getKey(), e.getValue())).append(','));
        if (out.charAt(out.length() - 1) == ',') {
            out.setLength(out.length() - 1);
        }
        return out.append(']').toString();
    }

    private static String item(int id, String name) {
        return "{\"id\":" + id + ",\"name\":" + Reply.quote(name) + "}";
    }
}
