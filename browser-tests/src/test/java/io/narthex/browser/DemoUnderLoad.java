package io.narthex.browser;

import io.narthex.demo.DemoApplication;
import io.narthex.demo.LoadGenerator;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The sample application with people that use it.
///
/// @param application counts its requests in `fastapi_request_count_total`
/// @param load sends them
record DemoUnderLoad(DemoApplication application, LoadGenerator load) implements AutoCloseable {
    /// Requests per second, above the ten of which an alert would complain below.
    static final double RATE = 25;

    private static final long SEED = 20_260_101;

    /// Starts both.
    static DemoUnderLoad start() {
        try {
            DemoApplication application = DemoApplication.start(0);
            return new DemoUnderLoad(
                    application, LoadGenerator.start(application.uri(), RATE, SEED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Host and port, as a configuration names a target.
    String target() {
        return "127.0.0.1:" + application.port();
    }

    @Override
    public void close() {
        load.close();
        application.close();
    }
}
