package io.narthex.server.cli;

import io.narthex.http.Notifications;
import io.narthex.http.SearchOptions;
import io.narthex.remote.RemoteReadOptions;
import io.narthex.server.ApiOptions;

import picocli.CommandLine.Option;

/// Flags about the HTTP API that are not about HTTP.
final class ApiFlags {
    private static final RemoteReadOptions READ = RemoteReadOptions.DEFAULTS;

    @Option(
            names = "--storage.remote.read-sample-limit",
            paramLabel = "N",
            description =
                    "Samples that a query of remote read may give in an answer of samples; 0 for no"
                            + " limit (default: 50000000).")
    private int readSamples = READ.maxSamples();

    @Option(
            names = "--storage.remote.read-concurrent-limit",
            paramLabel = "N",
            description = "Remote reads answered at the same time; 0 for no limit (default: 10).")
    private int readConcurrent = READ.maxConcurrent();

    @Option(
            names = "--storage.remote.read-max-bytes-in-frame",
            paramLabel = "BYTES",
            description = "The length of a frame of a streamed remote read (default: 1048576).")
    private int readFrame = READ.maxFrameBytes();

    @Option(
            names = "--web.max-notifications-subscribers",
            paramLabel = "N",
            description = "Who may listen to notifications at the same time (default: 16).")
    private int maxSubscribers = Notifications.DEFAULT_SUBSCRIBERS;

    @Option(
            names = "--web.search.max-limit",
            paramLabel = "N",
            description =
                    "The most results that a search may ask for, with --enable-feature=search-api;"
                            + " 0 for no limit (default: 10000).")
    private int searchLimit = SearchOptions.DISABLED.maxLimit();

    /// @param search whether names and values of labels may be searched
    /// @throws IllegalArgumentException if a limit is none
    ApiOptions options(boolean search) {
        return new ApiOptions(
                new RemoteReadOptions(
                        readSamples, readConcurrent, readFrame, READ.maxAnswerBytes()),
                maxSubscribers,
                new SearchOptions(search, searchLimit));
    }
}
