package io.narthex.server;

import io.narthex.server.config.Configuration;
import io.narthex.tsdb.TsdbOptions;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the store is told by the command line and by the configuration together.
///
/// Thread safety: stateless.
final class StorageSettings {
    private static final Logger LOG = LoggerFactory.getLogger(StorageSettings.class);

    private StorageSettings() {}

    static TsdbOptions of(ServerOptions options, Configuration configuration) {
        return Retention.apply(configuration.storage().retention(), options.storage()).toBuilder()
                .outOfOrderWindow(configuration.storage().outOfOrderWindow())
                .maxExemplars(maxExemplars(options, configuration))
                .build();
    }

    /// The configuration says how many, but only the command line that there are any.
    static int maxExemplars(ServerOptions options, Configuration configuration) {
        int otherwise = options.storage().maxExemplars();
        Long configured = configuration.storage().maxExemplars();
        if (configured == null) {
            return otherwise;
        }
        if (otherwise == 0) {
            LOG.warn("storage.exemplars has no effect without --enable-feature=exemplar-storage");
            return 0;
        }
        return Math.clamp(configured, 0, Integer.MAX_VALUE);
    }
}
