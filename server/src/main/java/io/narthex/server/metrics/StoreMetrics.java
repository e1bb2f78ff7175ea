package io.narthex.server.metrics;

import io.narthex.tsdb.BlockStats;
import io.narthex.tsdb.Tsdb;
import io.narthex.tsdb.TsdbOptions;
import io.narthex.tsdb.TsdbStats;
import io.narthex.tsdb.cardinality.SeriesRefusals;
import io.narthex.tsdb.exemplar.ExemplarStats;
import io.narthex.tsdb.pressure.DiskStatus;
import io.narthex.tsdb.pressure.MemoryStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

import java.util.ArrayList;
import java.util.List;

/// Figures of the store.
///
/// Thread safety: safe for concurrent calls.
record StoreMetrics(Tsdb store) implements MultiCollector {
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public MetricSnapshots collect() {
        TsdbStats s = store.stats();
        Snapshots out =
                new Snapshots()
                        .gauge("prometheus_tsdb_head_series", "Series in the head.", s.series())
                        .counter(
                                "prometheus_tsdb_head_series_created",
                                "Series created in the head.",
                                s.seriesCreated())
                        .counter(
                                "prometheus_tsdb_head_series_removed",
                                "Series removed from the head.",
                                s.seriesRemoved())
                        .counter(
                                "prometheus_tsdb_head_samples_appended",
                                "Samples stored, exact repeats not counted.",
                                s.samplesAppended())
                        .counter(
                                "prometheus_tsdb_out_of_order_samples",
                                "Samples refused because newer ones are there.",
                                s.outOfOrder())
                        .counter(
                                "prometheus_tsdb_out_of_bound_samples",
                                "Samples refused as too old or too far in the future.",
                                s.outOfBounds())
                        .counter(
                                "prometheus_tsdb_too_old_samples",
                                "Samples refused as older than the out-of-order window.",
                                s.tooOld())
                        .counter(
                                "prometheus_tsdb_head_out_of_order_samples_appended",
                                "Samples stored out of order.",
                                s.outOfOrderAppended())
                        .gauge("prometheus_tsdb_head_chunks", "Sealed chunks.", s.chunks())
                        .counter(
                                "prometheus_tsdb_head_chunks_created",
                                "Chunks sealed.",
                                s.chunksCreated())
                        .counter(
                                "prometheus_tsdb_head_chunks_removed",
                                "Chunks dropped by retention.",
                                s.chunksRemoved());
        BlockStats blocks = store.blockStats();
        times(out, s, blocks);
        blocks(out, blocks);
        limits(out, store.options());
        List<MetricSnapshot> all = new ArrayList<>();
        own(out, s).build().forEach(all::add);
        exemplars(store.exemplarStats()).build().forEach(all::add);
        memory(store.memory()).build().forEach(all::add);
        disk(store.disk()).build().forEach(all::add);
        all.add(refusals(store.refusals()));
        return new MetricSnapshots(all);
    }

    private static Snapshots memory(MemoryStatus memory) {
        return new Snapshots()
                .gauge(
                        "narthex_tsdb_memory_limit_bytes",
                        "What narthex_tsdb_memory_bytes is to stay below; 0 for no limit.",
                        memory.limit())
                .gauge(
                        "narthex_tsdb_memory_stage",
                        "What memory makes the store do: 0 nothing, 1 seal early, 2 cut early too,"
                                + " 3 refuse new series too.",
                        memory.stage().ordinal());
    }

    private static Snapshots disk(DiskStatus disk) {
        return new Snapshots()
                .gauge(
                        "narthex_tsdb_disk_stage",
                        "What the disk makes the store do: 0 nothing, 1 write no blocks, 2 keep"
                                + " samples in memory only, 3 refuse samples.",
                        disk.stage().ordinal())
                .gauge(
                        "narthex_tsdb_disk_usable_bytes",
                        "Bytes that the store may still use beside its reserve; +Inf where"
                                + " unknown.",
                        disk.usable() == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : disk.usable())
                .gauge(
                        "narthex_tsdb_disk_reserve_bytes",
                        "Bytes of the reserve file; 0 while it is given up.",
                        disk.reserve())
                .counter(
                        "narthex_tsdb_unlogged_samples",
                        "Samples accepted while the log could not be written.",
                        disk.unlogged());
    }

    private static Snapshots exemplars(ExemplarStats s) {
        return new Snapshots()
                .counter(
                        "prometheus_tsdb_exemplar_exemplars_appended",
                        "Exemplars stored.",
                        s.appended())
                .gauge(
                        "prometheus_tsdb_exemplar_exemplars_in_storage",
                        "Exemplars that are kept.",
                        s.exemplars())
                .gauge(
                        "prometheus_tsdb_exemplar_series_with_exemplars_in_storage",
                        "Series with exemplars that are kept.",
                        s.series())
                .gauge(
                        "prometheus_tsdb_exemplar_last_exemplars_timestamp_seconds",
                        "Time of the exemplar that was stored first of those that are kept.",
                        s.oldestTime() / MILLIS_PER_SECOND)
                .gauge(
                        "prometheus_tsdb_exemplar_max_exemplars",
                        "Exemplars that are kept at most.",
                        s.capacity())
                .counter(
                        "prometheus_tsdb_exemplar_out_of_order_exemplars",
                        "Exemplars refused because newer ones are there.",
                        s.outOfOrder())
                .gauge(
                        "narthex_tsdb_exemplar_bytes",
                        "Memory for exemplars; that of their series is estimated.",
                        s.bytes());
    }

    private static MetricSnapshot refusals(SeriesRefusals refusals) {
        return CounterSnapshot.builder()
                .name("narthex_series_refused")
                .help("New series refused, once per scrape that brought them.")
                .dataPoint(refused("all", refusals.all()))
                .dataPoint(refused("job", refusals.job()))
                .dataPoint(refused("metric", refusals.metric()))
                .dataPoint(refused("memory", refusals.memory()))
                .build();
    }

    private static CounterSnapshot.CounterDataPointSnapshot refused(String limit, long count) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of("limit", limit))
                .value(count)
                .build();
    }

    private static void blocks(Snapshots out, BlockStats b) {
        out.gauge("prometheus_tsdb_blocks_loaded", "Blocks open now.", b.blocks())
                .gauge(
                        "prometheus_tsdb_storage_blocks_bytes",
                        "Bytes of the files of all blocks.",
                        b.bytes())
                .gauge(
                        "narthex_tsdb_head_file_bytes",
                        "Bytes of log, checkpoint and page files, as of the last maintenance.",
                        b.headBytes())
                .gauge(
                        "narthex_tsdb_blocks_memory_bytes",
                        "Memory held for queries of blocks, estimated.",
                        b.memory())
                .counter(
                        "prometheus_tsdb_compactions",
                        "Blocks written, from the head or from other blocks.",
                        b.written())
                .counter(
                        "narthex_tsdb_blocks_chunks_copied",
                        "Chunks written to blocks as they were stored before.",
                        b.chunksCopied())
                .counter(
                        "narthex_tsdb_blocks_chunks_encoded",
                        "Chunks of blocks whose samples were encoded anew.",
                        b.chunksEncoded())
                .counter(
                        "prometheus_tsdb_compactions_failed",
                        "Failures to write, merge or drop blocks; they are tried again.",
                        b.failures())
                .counter(
                        "prometheus_tsdb_head_truncations",
                        "How often samples that are in blocks left the head.",
                        b.cuts())
                .counter(
                        "prometheus_tsdb_time_retentions",
                        "Blocks dropped because of their age.",
                        b.tooOld())
                .counter(
                        "prometheus_tsdb_size_retentions",
                        "Blocks dropped because all were too large.",
                        b.tooMuch());
    }

    private static void limits(Snapshots out, TsdbOptions options) {
        boolean forever = options.retention().equals(TsdbOptions.FOREVER);
        out.gauge(
                        "prometheus_tsdb_retention_limit_seconds",
                        "How long samples are kept, 0 for no limit.",
                        forever ? 0 : options.retention().toMillis() / 1000.0)
                .gauge(
                        "prometheus_tsdb_retention_limit_bytes",
                        "How large the store may be, 0 for no limit.",
                        options.retentionBytes())
                .gauge(
                        "prometheus_tsdb_retention_limit_percentage",
                        "How much of its file system the store may take, 0 for no limit.",
                        options.retentionPercent());
    }

    private static void times(Snapshots out, TsdbStats s, BlockStats blocks) {
        boolean empty = s.minTime() > s.maxTime();
        double min = empty ? 0 : s.minTime();
        double max = empty ? 0 : s.maxTime();
        out.gauge("prometheus_tsdb_head_min_time", "Oldest sample, milliseconds.", min)
                .gauge("prometheus_tsdb_head_max_time", "Newest sample, milliseconds.", max)
                .gauge(
                        "prometheus_tsdb_lowest_timestamp_seconds",
                        "Oldest sample, seconds.",
                        (blocks.blocks() == 0 ? min : Math.min(blocks.minTime(), s.minTime()))
                                / MILLIS_PER_SECOND);
    }

    private static Snapshots own(Snapshots out, TsdbStats s) {
        return out.counter(
                        "narthex_tsdb_duplicate_samples",
                        "Samples refused because their timestamp holds another value.",
                        s.duplicates())
                .counter(
                        "narthex_tsdb_unknown_ref_samples",
                        "Samples refused for a reference that was gone.",
                        s.unknownRefs())
                .counter("narthex_tsdb_commits", "Batches published.", s.commitSeq())
                .gauge(
                        "narthex_tsdb_memory_bytes",
                        "Memory for samples, series, index, exemplars and the repetition of"
                                + " queries, in part estimated.",
                        s.bytes())
                .gauge(
                        "narthex_tsdb_sample_bytes",
                        "Memory in sealed chunks and open blocks.",
                        s.sampleBytes())
                .gauge("narthex_tsdb_open_queriers", "Snapshots open now.", s.openQueriers())
                .gauge("narthex_tsdb_open_appenders", "Batches open now.", s.openAppenders())
                .counter(
                        "narthex_tsdb_queriers_closed_by_force",
                        "Snapshots that nobody closed in time.",
                        s.queriersClosedByForce())
                .counter(
                        "narthex_tsdb_maintenance_runs",
                        "Maintenance runs.",
                        s.garbageCollections());
    }
}
