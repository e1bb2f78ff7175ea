package io.narthex.scrape.loop;

import io.narthex.client.ClientSession;
import io.narthex.scrape.ScrapeConfig;
import io.narthex.scrape.ScrapeError;
import io.narthex.scrape.http.ScrapeRequest;
import io.narthex.scrape.targets.Target;

/// What a loop scrapes, and how.
///
/// @param forced why its scrapes fail without the target being asked, if they do
///
/// Thread safety: immutable, but for the session, which is safe for concurrent calls.
public record LoopTarget(
        Target target,
        ScrapeConfig config,
        ClientSession session,
        ScrapeRequest request,
        ScrapeError forced) {}
