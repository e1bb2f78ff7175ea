package io.narthex.server;

import io.narthex.http.StatusView;

/// Which program this is.
///
/// Thread safety: stateless.
public final class Version {
    /// The level of Prometheus' API that is spoken: clients choose features by it.
    private static final String API_LEVEL = "3.14.0";

    private Version() {}

    /// This build's version, `dev` where it was not packaged.
    public static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }

    /// What `/api/v1/status/buildinfo` says.
    static StatusView.BuildInfo buildInfo() {
        return new StatusView.BuildInfo(API_LEVEL, "", "", "", "", "narthex " + number());
    }
}
