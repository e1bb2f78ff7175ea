package io.narthex.remote.otlp;

import io.narthex.model.Exemplar;
import io.narthex.model.LabelMatcher;
import io.narthex.model.Labels;
import io.narthex.remote.Stored;
import io.narthex.testkit.ListStore;
import io.narthex.testkit.ManualClock;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A receiver over a store that tells what it holds.
final class OtlpFixture {
    static final long T0 = 1_750_003_200_000L;
    static final long NANOS = T0 * 1_000_000;
    static final String[] NOBODY = {};
    static final String[] SHOP = {
        "service.name", "shop", "service.namespace", "web", "service.instance.id", "i-1"
    };

    /// The labels that the resource above makes.
    static final String SHOP_LABELS = "instance=\"i-1\", job=\"web/shop\"";

    final ListStore store = new ListStore();
    final OtlpReceiver receiver = receiver(OtlpConfig.DEFAULTS, OtlpOptions.DEFAULTS);

    OtlpReceiver receiver(OtlpConfig config, OtlpOptions options) {
        return new OtlpReceiver(store, () -> config, options, new ManualClock(T0));
    }

    OtlpOutcome receive(byte[] body) {
        return receive(receiver, body);
    }

    OtlpOutcome receive(OtlpReceiver by, byte[] body) {
        return by.receive("application/x-protobuf", null, body);
    }

    List<String> stored() {
        return Stored.all(store, T0);
    }

    List<String> stored(String metric) {
        return Stored.of(store, metric, T0);
    }

    /// The exemplars of a metric as `le: labels value millis hasTime`.
    List<String> exemplars(String metric) {
        return store
                .exemplars(
                        0,
                        Long.MAX_VALUE,
                        List.of(List.of(LabelMatcher.equal(Labels.NAME, metric))))
                .stream()
                .flatMap(series -> series.exemplars().stream().map(e -> text(series.labels(), e)))
                .toList();
    }

    private static String text(Labels series, Exemplar e) {
        return "%s: %s %s %d %s"
                .formatted(
                        series.getOrEmpty("le"),
                        e.labels(),
                        e.value(),
                        e.timestamp() - T0,
                        e.hasTimestamp());
    }

    /// A configuration that differs in something from the usual one.
    static OtlpConfig config(Consumer<Draft> change) {
        Draft draft = new Draft();
        change.accept(draft);
        return new OtlpConfig(
                draft.strategy,
                draft.promoteAll,
                draft.attributes,
                draft.keepIdentifying,
                draft.histogramsToCustomBuckets,
                draft.promoteScope,
                true,
                true);
    }

    /// What a configuration is made of.
    static final class Draft {
        TranslationStrategy strategy = TranslationStrategy.UNDERSCORE_ESCAPING_WITH_SUFFIXES;
        boolean promoteAll;
        Set<String> attributes = Set.of();
        boolean keepIdentifying;
        boolean histogramsToCustomBuckets;
        boolean promoteScope;
    }
}
