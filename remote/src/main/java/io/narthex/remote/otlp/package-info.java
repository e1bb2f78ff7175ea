/// OTLP metrics: takes what OpenTelemetry's programs push, and names it as Prometheus does.
///
/// Entry point: [io.narthex.remote.otlp.OtlpReceiver#receive] with the headers and the body of one
/// request. On the way of a body: [OtlpBody] decompresses it and turns JSON into protobuf,
/// [OtlpTranslator] walks over resources, scopes and metrics, [DataPoint] holds the point at hand,
/// [PointSeries] makes samples of it, and [SampleSink] gives them to the store.
///
/// Threads: a receiver is shared by all requests; each request is handled on its caller's thread
/// with objects of its own.
@NullMarked
package io.narthex.remote.otlp;

import org.jspecify.annotations.NullMarked;
