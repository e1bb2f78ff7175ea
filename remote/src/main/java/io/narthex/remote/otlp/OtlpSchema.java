package io.narthex.remote.otlp;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The messages of OTLP metrics: how their members are called in JSON, and their numbers and types
/// in protobuf.
///
/// Thread safety: immutable.
final class OtlpSchema {
    /// A message a line: its name, then its members as `name=number:type`, where a type in capital
    /// letters at its beginning is a message.
    private static final String MESSAGES =
            """
            Request resourceMetrics=1:ResourceMetrics
            ResourceMetrics resource=1:Resource scopeMetrics=2:ScopeMetrics schemaUrl=3:string
            Resource attributes=1:KeyValue
            ScopeMetrics scope=1:Scope metrics=2:Metric schemaUrl=3:string
            Scope name=1:string version=2:string attributes=3:KeyValue
            Metric name=1:string description=2:string unit=3:string gauge=5:Gauge sum=7:Sum \
            histogram=9:Histogram exponentialHistogram=10:ExponentialHistogram summary=11:Summary
            Gauge dataPoints=1:NumberPoint
            Sum dataPoints=1:NumberPoint aggregationTemporality=2:varint isMonotonic=3:bool
            Histogram dataPoints=1:HistogramPoint aggregationTemporality=2:varint
            ExponentialHistogram dataPoints=1:ExponentialPoint aggregationTemporality=2:varint
            Summary dataPoints=1:SummaryPoint
            NumberPoint attributes=7:KeyValue startTimeUnixNano=2:fixed64 timeUnixNano=3:fixed64 \
            asDouble=4:double asInt=6:fixed64 exemplars=5:Exemplar flags=8:varint
            HistogramPoint attributes=9:KeyValue startTimeUnixNano=2:fixed64 \
            timeUnixNano=3:fixed64 count=4:fixed64 sum=5:double bucketCounts=6:fixed64 \
            explicitBounds=7:double exemplars=8:Exemplar flags=10:varint
            ExponentialPoint attributes=1:KeyValue startTimeUnixNano=2:fixed64 \
            timeUnixNano=3:fixed64 count=4:fixed64 sum=5:double scale=6:zigzag \
            zeroCount=7:fixed64 positive=8:Buckets negative=9:Buckets flags=10:varint \
            exemplars=11:Exemplar zeroThreshold=14:double
            Buckets offset=1:zigzag bucketCounts=2:varint
            SummaryPoint attributes=7:KeyValue startTimeUnixNano=2:fixed64 \
            timeUnixNano=3:fixed64 count=4:fixed64 sum=5:double quantileValues=6:Quantile \
            flags=8:varint
            Quantile quantile=1:double value=2:double
            Exemplar timeUnixNano=2:fixed64 asDouble=3:double spanId=4:hex traceId=5:hex \
            asInt=6:fixed64 filteredAttributes=7:KeyValue
            KeyValue key=1:string value=2:AnyValue
            AnyValue stringValue=1:string boolValue=2:bool intValue=3:varint doubleValue=4:double \
            arrayValue=5:ArrayValue kvlistValue=6:KeyValueList bytesValue=7:base64
            ArrayValue values=1:AnyValue
            KeyValueList values=1:KeyValue
            """;

    private static final Map<String, Map<String, Field>> ALL = new HashMap<>();

    static {
        MESSAGES.lines().forEach(line -> ALL.put(line.split(" ", 2)[0], new HashMap<>()));
        MESSAGES.lines().forEach(OtlpSchema::read);
    }

    /// The members of a whole request.
    static final Map<String, Field> REQUEST = members("Request");

    private OtlpSchema() {}

    /// What a member's value is.
    enum Kind {
        MESSAGE,
        STRING,
        BASE64,
        HEX,
        BOOL,
        VARINT,
        ZIGZAG,
        FIXED64,
        DOUBLE
    }

    /// A member.
    ///
    /// @param message the members of its value, if that is a message
    record Field(String name, int number, Kind kind, Map<String, Field> message) {}

    private static Map<String, Field> members(String message) {
        Map<String, Field> members = ALL.get(message);
        if (members == null) {
            throw new IllegalStateException("BUG: no message " + message);
        }
        return members;
    }

    private static void read(String line) {
        String[] words = line.split(" +");
        Map<String, Field> members = members(words[0]);
        for (int i = 1; i < words.length; i++) {
            String[] parts = words[i].split("[=:]");
            boolean message = Character.isUpperCase(parts[2].charAt(0));
            Field field =
                    new Field(
                            parts[0],
                            Integer.parseInt(parts[1]),
                            message
                                    ? Kind.MESSAGE
                                    : Kind.valueOf(parts[2].toUpperCase(Locale.ROOT)),
                            message ? members(parts[2]) : Map.of());
            members.put(parts[0], field);
            members.put(snakeCase(parts[0]), field);
        }
    }

    /// The name that the protobuf definition has, which readers have to know too.
    private static String snakeCase(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
