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
    private final OtlpOptions options;
    private final SampleSink sink;
    private final AttributeReader attributes;
    private final MetricHeader header;
    private final PointReader points;
    private final LabelMaker labels;
    private final MetricNames names;
    private final PointSeries series;
    private final TargetInfo targetInfo;
    private final DataPoint point = new DataPoint();

    OtlpTranslator(byte[] bytes, OtlpConfig config, OtlpOptions options, SampleSink sink) {
        this.bytes = bytes;
        this.options = options;
        this.sink = sink;
        this.attributes = new AttributeReader(bytes);
        this.header = new MetricHeader(bytes, attributes);
        this.points = new PointReader(bytes, attributes);
        this.labels = new LabelMaker(config, options.typeAndUnitLabels());
        this.names = new MetricNames(config.strategy());
        this.series = new PointSeries(sink, config.histogramsToCustomBuckets());
        this.targetInfo = new TargetInfo(sink, options.lookback());
    }

    /// What is called for each field that holds a message.
    private interface Field {
        void read(int tag, int from, int to) throws RefusedException;
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
        try {
            labels.resource(resource);
        } catch (TranslationException e) {
            sink.untranslatable(String.valueOf(e.getMessage()));
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
            addTargetInfo();
        }
    }

    private void addTargetInfo() {
        try {
            Labels found = labels.targetInfo();
            if (found != null) {
                targetInfo.add(found);
            }
        } catch (TranslationException e) {
            sink.untranslatable(String.valueOf(e.getMessage()));
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
        try {
            labels.scope(nameAndVersion[0], nameAndVersion[1], schema[0], scope);
        } catch (TranslationException e) {
            sink.untranslatable(String.valueOf(e.getMessage()));
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
                        || options.deltas() && header.isDelta();
        try {
            if (taken) {
                return names.of(header.name(), header.unit(), type);
            }
            sink.untranslatable(
                    "invalid temporality and type combination for metric \""
                            + header.name()
                            + "\"");
        } catch (TranslationException e) {
            sink.untranslatable(String.valueOf(e.getMessage()));
        }
        return null;
    }

    /// Gives the point at hand to the sink.
    private boolean point(OtlpType type, String name) {
        boolean delta = type.hasTemporality() && header.isDelta();
        MetricType stored = delta ? MetricType.UNKNOWN : type.stored();
        try {
            Labels.Builder base =
                    labels.point(point.attributes, stored, UnitNames.of(header.unit(), true));
            series.add(type, name, base, point, delta);
            return true;
        } catch (TranslationException e) {
            sink.untranslatable(e.getMessage() + " for metric " + name);
            return false;
        }
    }
}
