package io.narthex.remote.otlp;

import io.narthex.model.Labels;
import io.narthex.model.MetricType;
import io.narthex.model.proto.ProtoReader;
import io.narthex.remote.wire.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Walks over an `ExportMetricsServiceRequest`, metric by metric and point by point, without
/// holding more than one of them.
///
/// Thread safety: for one thread and one request.
final class OtlpTranslator {
    private static final int RESOURCE_METRICS = 1 << 3 | ProtoReader.BYTES;
    private static final int RESOURCE = 1 << 3 | ProtoReader.BYTES;
    private static final int SCOPE_METRICS = 2 << 3 | ProtoReader.BYTES;
    private static final int RESOURCE_ATTRIBUTE = 1 << 3 | ProtoReader.BYTES;
    private static final int SCOPE = 1 << 3 | ProtoReader.BYTES;
    private static final int METRIC = 2 << 3 | ProtoReader.BYTES;
    private static final int SCHEMA = 3 << 3 | ProtoReader.BYTES;
    private static final int SCOPE_NAME = 1 << 3 | ProtoReader.BYTES;
    private static final int SCOPE_VERSION = 2 << 3 | ProtoReader.BYTES;
    private static final int SCOPE_ATTRIBUTE = 3 << 3 | ProtoReader.BYTES;

    private final byte[] bytes;
    private final OtlpFeatures features;
    private final @Nullable DeltaSums sums;
    private final SampleSink sink;
    private final AttributeReader attributes;
    private final MetricHeader header;
    private final PointReader points;
    private final LabelMaker labels;
    private final MetricNames names;
    private final PointSeries series;
    private final TargetInfo targetInfo;
    private final DataPoint point = new DataPoint();

    /// @param sums adds up differences; null where that is not wanted
    OtlpTranslator(
            byte[] bytes,
            OtlpConfig config,
            OtlpOptions options,
            @Nullable DeltaSums sums,
            SampleSink sink) {
        this.bytes = bytes;
        this.features = options.features();
        this.sums = sums;
        this.sink = sink;
        this.attributes = new AttributeReader(bytes);
        this.header = new MetricHeader(bytes, attributes);
        this.points = new PointReader(bytes, attributes);
        this.labels = new LabelMaker(config, features.typeAndUnitLabels());
        this.names = new MetricNames(config.strategy());
        this.series = new PointSeries(sink, config.histogramsToCustomBuckets());
        this.targetInfo = new TargetInfo(sink, options.lookback());
    }

    /// What is called for each field that holds a message.
    private interface Field {
        void read(int tag, int from, int to) throws RefusedException;
    }

    /// A step that not everything can take.
    private interface Step {
        void take() throws TranslationException;
    }

    /// Takes a step; where there is no translation that is noted.
    ///
    /// @param of of what there is none
    private boolean translates(String of, Step step) {
        try {
            step.take();
            return true;
        } catch (TranslationException e) {
            sink.untranslatable(e.getMessage() + of);
            return false;
        }
    }

    /// Translates everything.
    ///
    /// @throws RefusedException if the encoding is broken; what was given to the sink is to be
    ///     rolled back
    void translate(int size) throws RefusedException {
        fields(
                0,
                size,
                (tag, from, to) -> {
                    if (tag == RESOURCE_METRICS) {
                        resourceMetrics(from, to);
                    }
                });
    }

    private void fields(int from, int to, Field field) throws RefusedException {
        ProtoReader reader = new ProtoReader();
        reader.reset(bytes, from, to);
        while (reader.hasMore()) {
            int tag = reader.tag();
            if ((tag & 7) == ProtoReader.BYTES) {
                int length = reader.length();
                int at = reader.position();
                field.read(tag, at, at + length);
                reader.advance(length);
            } else {
                reader.skip(tag);
            }
        }
    }

    private void resourceMetrics(int from, int to) throws RefusedException {
        List<Attribute> resource = new ArrayList<>();
        fields(
                from,
                to,
                (tag, at, end) -> {
                    if (tag == RESOURCE) {
                        attributes(RESOURCE_ATTRIBUTE, at, end, resource);
                    }
                });
        targetInfo.begin();
        if (!translates("", () -> labels.resource(resource))) {
            return;
        }
        fields(
                from,
                to,
                (tag, at, end) -> {
                    if (tag == SCOPE_METRICS) {
                        scopeMetrics(at, end);
                    }
                });
        if (targetInfo.hasSeen()) {
            boolean _ = translates("", this::addTargetInfo);
        }
    }

    private void addTargetInfo() throws TranslationException {
        Labels found = labels.targetInfo();
        if (found != null) {
            targetInfo.add(found);
        }
    }

    private void attributes(int wanted, int from, int to, List<Attribute> into)
            throws RefusedException {
        fields(
                from,
                to,
                (tag, at, end) -> {
                    if (tag == wanted) {
                        attributes.read(at, end, into);
                    }
                });
    }

    private void scopeMetrics(int from, int to) throws RefusedException {
        String[] schema = {""};
        String[] nameAndVersion = {"", ""};
        List<Attribute> scope = new ArrayList<>();
        fields(
                from,
                to,
                (tag, at, end) -> {
                    if (tag == SCOPE) {
                        scope(at, end, nameAndVersion);
                        attributes(SCOPE_ATTRIBUTE, at, end, scope);
                    } else if (tag == SCHEMA) {
                        schema[0] = attributes.text(at, end);
                    }
                });
        Step named = () -> labels.scope(nameAndVersion[0], nameAndVersion[1], schema[0], scope);
        if (!translates("", named)) {
            return;
        }
        fields(
                from,
                to,
                (tag, at, end) -> {
                    if (tag == METRIC) {
                        metric(at, end);
                    }
                });
    }

    private void scope(int from, int to, String[] nameAndVersion) throws RefusedException {
        fields(
                from,
                to,
                (tag, at, end) -> {
                    if (tag == SCOPE_NAME) {
                        nameAndVersion[0] = attributes.text(at, end);
                    } else if (tag == SCOPE_VERSION) {
                        nameAndVersion[1] = attributes.text(at, end);
                    }
                });
    }

    private void metric(int from, int to) throws RefusedException {
        header.read(from, to);
        OtlpType type = header.type();
        if (type == null) {
            sink.untranslatable(
                    "could not get aggregation temporality for %s as it has unsupported metric type"
                            .formatted(header.name()));
            return;
        }
        String name = familyName(type);
        if (name != null) {
            sink.begin(name);
        }
        fields(
                header.dataFrom(),
                header.dataTo(),
                new Field() {
                    /// Turns false when a point has no translation; those behind it are left out.
                    private boolean translates = name != null;

                    @Override
                    public void read(int tag, int at, int end) throws RefusedException {
                        if (tag == MetricHeader.DATA_POINT) {
                            points.read(type, at, end, point);
                            targetInfo.see(point.time);
                            translates = translates && name != null && point(type, name);
                        }
                    }
                });
    }

    /// The name of the metric's family; null, and that is noted, where the metric is not taken.
    private @Nullable String familyName(OtlpType type) {
        boolean taken =
                !type.hasTemporality()
                        || header.temporality() == MetricHeader.CUMULATIVE
                        || features.deltas() != Deltas.REFUSED && header.isDelta();
        @Nullable String[] name = {null};
        Step step =
                () -> {
                    if (!taken) {
                        throw new TranslationException(
                                "invalid temporality and type combination for metric \""
                                        + header.name()
                                        + "\"");
                    }
                    name[0] = names.of(header.name(), header.unit(), type);
                };
        return translates("", step) ? name[0] : null;
    }

    /// Gives the point at hand to the sink; returns false where it has no translation.
    private boolean point(OtlpType type, String name) {
        return translates(" for metric " + name, () -> addPoint(type, name));
    }

    private void addPoint(OtlpType type, String name) throws TranslationException {
        boolean delta = type.hasTemporality() && header.isDelta();
        boolean raw = delta && sums == null;
        Labels.Builder base =
                labels.point(
                        point.attributes,
                        raw ? MetricType.UNKNOWN : type.stored(),
                        UnitNames.of(header.unit(), true));
        if (!delta || sums == null || isAddedUp(sums, base.set(Labels.NAME, name).build(), type)) {
            series.add(type, name, base, point, raw);
        }
    }

    /// Makes the point at hand the sum of its series; returns false where it is too old for that,
    /// or there is no room.
    private boolean isAddedUp(DeltaSums into, Labels labels, OtlpType type) {
        into.enter();
        return switch (into.add(labels, type, point)) {
            case SUM -> true;
            case OLD -> {
                sink.old();
                yield false;
            }
            case FULL -> {
                sink.reject("too many series of differences");
                yield false;
            }
        };
    }
}
