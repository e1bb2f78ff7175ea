/// The HTTP client of scraping, on Netty.
///
/// What lives here: [ScrapeClient] (the entry point, one per scraper) and [TargetConnection], one
/// per target, kept open between scrapes.
///
/// Threads: callers block on their own virtual threads; one event loop moves bytes for all of them
/// and does nothing else. Host names are looked up on a thread per name ([NameLookups]), because a
/// slow look-up holds its thread.
@NullMarked
package io.narthex.scrape.http;

import org.jspecify.annotations.NullMarked;
