package io.narthex.server.config;

import io.narthex.scrape.ScrapeProtocol;
import io.narthex.yaml.Key;
import io.narthex.yaml.KeyTable;
import io.narthex.yaml.YamlMapping;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Reads the names of exposition formats.
///
/// Thread safety: stateless.
final class ProtocolsReader {
    private static final String KEY = "scrape_protocols";

    static final List<String> NAMES = names(List.of(ScrapeProtocol.values()));

    /// The key that `global` has too.
    static final KeyTable KEYS =
            KeyTable.of(
                    "formats",
                    Key.words(
                            KEY,
                            String.join(", ", names(ScrapeProtocol.DEFAULTS)),
                            "formats, best first",
                            NAMES));

    private ProtocolsReader() {}

    private static List<String> names(List<ScrapeProtocol> protocols) {
        return protocols.stream().map(ScrapeProtocol::configName).toList();
    }

    /// The formats that targets are asked for.
    ///
    /// @param inherited where the block does not say; may be null
    static @Nullable List<ScrapeProtocol> read(
            YamlMapping block, @Nullable List<ScrapeProtocol> inherited) {
        if (!block.has(KEY)) {
            return inherited;
        }
        List<String> names = block.texts(KEY);
        if (names.isEmpty()) {
            throw block.place(KEY)
                    .error("scrape_protocols cannot be empty; take it out for the usual ones");
        }
        Set<String> seen = new HashSet<>();
        List<ScrapeProtocol> protocols = new ArrayList<>();
        for (String name : names) {
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw block.place(KEY)
                        .error("duplicated protocol in scrape_protocols, got " + names);
            }
            try {
                protocols.add(protocol(name));
            } catch (IllegalArgumentException e) {
                throw block.place(KEY).error(e);
            }
        }
        return protocols;
    }

    static ScrapeProtocol protocol(String name) {
        for (ScrapeProtocol protocol : ScrapeProtocol.values()) {
            if (protocol.configName().equals(name)) {
                return protocol;
            }
        }
        throw new IllegalArgumentException(
                "unknown scrape protocol \"" + name + "\"; known: " + String.join(", ", NAMES));
    }
}
