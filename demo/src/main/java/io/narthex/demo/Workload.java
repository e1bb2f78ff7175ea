package io.narthex.demo;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// What people ask of the sample application, and how often.
///
/// Thread safety: for one thread, because of its random numbers.
final class Workload {
    /// Nobody waits longer for an answer.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Most people ask for what exists; one in some twenty asks for something that is gone.
    private static final int ASKED_USERS = Users.COUNT + 40;

    private static final int ASKED_ITEMS = Catalogue.CAPACITY + 20;

    private final URI base;
    private final RandomGenerator random;

    Workload(URI base, RandomGenerator random) {
        this.base = base;
        this.random = random;
    }

    /// The next request. The shares are those of a shop: mostly reading, some writing.
    HttpRequest next() {
        int share = random.nextInt(1000);
        if (share < 330) {
            return get("/items?offset=" + random.nextInt(200));
        } else if (share < 560) {
            return get("/items/" + (1 + random.nextInt(ASKED_ITEMS)));
        } else if (share < 800) {
            return get("/users/" + (1 + random.nextInt(ASKED_USERS)));
        } else if (share < 880) {
            return post("/items", "item of " + random.nextInt(1000));
        } else if (share < 996) {
            return post("/predict?model=" + model(), features());
        }
        return get("/wp-login.php"); // somebody always tries
    }

    private String model() {
        int share = random.nextInt(10);
        return share < 6 ? "small" : share < 9 ? "medium" : "large";
    }

    private String features() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Predictor.INPUTS; i++) {
            out.append(i == 0 ? "" : ",").append(random.nextFloat());
        }
        return out.toString();
    }

    private HttpRequest get(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).build();
    }

    private HttpRequest post(String path, String body) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
