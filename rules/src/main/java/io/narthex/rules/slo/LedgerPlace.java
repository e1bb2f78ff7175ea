package io.narthex.rules.slo;

import io.narthex.rules.slo.EventLedger.Entry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/// The directory of the ledgers, one file for each objective.
///
/// @param directory made when the first ledger is
///
/// Thread safety: immutable.
public record LedgerPlace(Path directory) {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerPlace.class);

    /// Opens the ledger of an objective and gives what it held.
    LedgerFile open(Slo slo, long width, Consumer<Entry> entries) {
        CRC32C counted = new CRC32C();
        counted.update(slo.indicator().toString().getBytes(StandardCharsets.UTF_8));
        LedgerFile.Opened opened =
                LedgerFile.open(
                        directory.resolve(slo.name() + ".ledger"), width, counted.getValue());
        opened.entries().forEach(entries);
        if (opened.replaced()) {
            LOG.warn(
                    "the SLO \"{}\" counts something else than before: its account begins anew with"
                            + " the samples that are there",
                    slo.name());
        }
        if (opened.cutOff() > 0) {
            LOG.warn(
                    "the ledger of the SLO \"{}\" ended within a record; {} bytes are cut off, and"
                            + " their slots counted again",
                    slo.name(),
                    opened.cutOff());
        }
        return opened.file();
    }
}
