/// Scraping: targets are asked over HTTP at their interval, what they expose is parsed, relabelled
/// and appended to a store.
///
/// Entry point: [io.narthex.scrape.Scraper], fed with [io.narthex.scrape.ScrapeConfig]s. It imports
/// the ports of the model and nothing else of the project.
///
/// Threads: one virtual thread per target waits, fetches, parses, appends and commits in plain
/// blocking style, so the scrapes of one target never overlap and a slow target delays nobody else.
/// Netty's event loops move bytes and nothing more.
@NullMarked
package io.narthex.scrape;

import org.jspecify.annotations.NullMarked;
