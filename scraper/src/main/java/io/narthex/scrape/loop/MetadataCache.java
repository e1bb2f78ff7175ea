package io.narthex.scrape.loop;

import io.narthex.model.MetricMetadata;
import io.narthex.model.MetricType;
import io.narthex.scrape.text.ExpositionParser;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a target says about its metric families, kept a while after it no longer says it.
///
/// Thread safety: safe for concurrent calls.
final class MetadataCache {
    /// Scrapes for which a family is kept after it disappeared.
    private static final int KEPT_SCRAPES = 10;

    /// Characters of help texts and names kept per target: a hostile exposition fills no more.
    private static final int MAX_CHARACTERS = 4 << 20;

    private static final class Family {
        MetricType type = MetricType.UNKNOWN;
        String help = "";
        String unit = "";
        long lastScrape;
    }

    private final Map<String, Family> families = new LinkedHashMap<>();
    private long scrape;
    private long characters;

    /// Takes what the parser's current TYPE, HELP or UNIT says.
    synchronized void note(ExpositionParser.Entry kind, ExpositionParser parser) {
        Family family = families.get(parser.metric());
        if (family == null) {
            if (characters > MAX_CHARACTERS) {
                return;
            }
            family = new Family();
            families.put(parser.metric(), family);
            characters += parser.metric().length();
        }
        family.lastScrape = scrape;
        switch (kind) {
            case TYPE -> family.type = parser.type();
            case HELP -> {
                characters += parser.help().length() - family.help.length();
                family.help = characters > MAX_CHARACTERS ? "" : parser.help();
            }
            case UNIT -> family.unit = parser.unit();
            case SERIES, COMMENT, END ->
                    throw new IllegalStateException("BUG: no metadata in " + kind);
        }
    }

    /// Ends a scrape: forgets families that were not there for a while.
    synchronized void endScrape() {
        scrape++;
        Iterator<Map.Entry<String, Family>> all = families.entrySet().iterator();
        while (all.hasNext()) {
            Map.Entry<String, Family> entry = all.next();
            if (scrape - entry.getValue().lastScrape > KEPT_SCRAPES) {
                characters -= entry.getKey().length() + entry.getValue().help.length();
                all.remove();
            }
        }
    }

    /// The families, or only one.
    synchronized List<MetricMetadata> metadata(@Nullable String metric) {
        if (metric != null) {
            Family family = families.get(metric);
            return family == null ? List.of() : List.of(metadata(metric, family));
        }
        List<MetricMetadata> all = new ArrayList<>();
        families.forEach((name, family) -> all.add(metadata(name, family)));
        return all;
    }

    private static MetricMetadata metadata(String name, Family family) {
        return new MetricMetadata(name, family.type, family.help, family.unit);
    }
}
