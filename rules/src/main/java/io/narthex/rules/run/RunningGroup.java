package io.narthex.rules.run;

import io.narthex.model.Appender;
import io.narthex.model.Labels;
import io.narthex.model.StorageException;
import io.narthex.rules.RuleGroupStats;
import io.narthex.rules.RuleGroupStatus;
import io.narthex.rules.RuleName;
import io.narthex.rules.file.RuleDefinition;
import io.narthex.rules.file.RuleGroupDefinition;
import io.narthex.rules.run.Rule.Evaluation;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/// A group of rules that is evaluated again and again.
///
/// Thread safety: [#status] and [#stats] are for any thread, the rest for one at a time.
final class RunningGroup {
    private static final Logger LOG = LoggerFactory.getLogger(RunningGroup.class);
    private static final double NANOS_PER_SECOND = 1e9;

    private final GroupPlan plan;
    private final RunContext context;
    private final GroupCounters counters;
    private final List<RuleSlot> slots;
    private final List<List<Integer>> batches;

    /// Series of rules that are gone, until they are marked.
    private List<Labels> orphans = new ArrayList<>();

    private volatile Progress progress = new Progress(Duration.ZERO, null, 0, Double.NaN);

    /// How the last evaluation went.
    private record Progress(
            Duration took, @Nullable Instant begun, long samples, double restoreSeconds) {}

    /// @param restored whether there is nothing to go on with from before a restart
    RunningGroup(GroupPlan plan, GroupCounters counters, boolean restored, RunContext context) {
        this.plan = plan;
        this.context = context.of(plan.file(), plan.definition().name());
        this.counters = counters;
        RuleGroupDefinition definition = plan.definition();
        this.slots =
                definition.rules().stream()
                        .map(
                                r ->
                                        new RuleSlot(
                                                rule(r, restored),
                                                this.context,
                                                counters,
                                                plan.interval()))
                        .toList();
        this.batches =
                context.places() == null
                        ? IntStream.range(0, slots.size()).mapToObj(List::of).toList()
                        : Dependencies.batches(definition.rules());
    }

    private Rule rule(RuleDefinition definition, boolean restored) {
        return switch (definition) {
            case RuleDefinition.Recording r -> new RecordingRule(r, context.queries());
            case RuleDefinition.Alerting a ->
                    new AlertingRule(
                            a,
                            new RuleName(plan.file(), plan.definition().name(), a.alert()),
                            restored,
                            context);
        };
    }

    GroupPlan plan() {
        return plan;
    }

    GroupCounters counters() {
        return counters;
    }

    /// Evaluates all rules.
    ///
    /// @param time epoch milliseconds
    /// @param stopped asked before each rule; the rest is left out then
    void evaluate(long time, BooleanSupplier stopped) {
        counters.iterations.increment();
        Instant begun = context.options().clock().instant();
        long start = System.nanoTime();
        Evaluation evaluation = new Evaluation(time, queryOffset(), plan.definition().limit());
        AtomicLong samples = new AtomicLong();
        boolean whole = true;
        for (List<Integer> batch : batches) {
            whole = whole && evaluate(batch, evaluation, samples, stopped);
        }
        if (whole) {
            markOrphans(time);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        context.services().timings().group(took.toNanos() / NANOS_PER_SECOND);
        Progress last = progress;
        progress =
                new Progress(
                        took, begun, whole ? samples.get() : last.samples, last.restoreSeconds);
    }

    /// @return whether all rules of the batch were evaluated
    private boolean evaluate(
            List<Integer> batch,
            Evaluation evaluation,
            AtomicLong samples,
            BooleanSupplier stopped) {
        Semaphore places = context.places();
        List<Thread> beside = new ArrayList<>();
        boolean whole = true;
        for (int i : batch) {
            if (stopped.getAsBoolean()) {
                whole = false;
                break;
            }
            RuleSlot slot = slots.get(i);
            if (batch.size() > 1 && places != null && places.tryAcquire()) {
                beside.add(beside(slot, evaluation, samples, places));
            } else {
                samples.addAndGet(slot.evaluate(evaluation));
            }
        }
        // The next batch builds on them.
        beside.forEach(thread -> Uninterrupted.await(thread::join));
        return whole;
    }

    private Thread beside(
            RuleSlot slot, Evaluation evaluation, AtomicLong samples, Semaphore places) {
        return Thread.ofVirtual()
                .name("rule " + slot.rule().definition().name())
                .start(
                        () -> {
                            try {
                                samples.addAndGet(slot.evaluate(evaluation));
                            } finally {
                                places.release();
                            }
                        });
    }

    private long queryOffset() {
        Duration own = plan.definition().queryOffset();
        return own == null ? context.queryOffset().getAsLong() : own.toMillis();
    }

    /// Goes on with alerts from before a restart.
    void restore() {
        long start = System.nanoTime();
        List<AlertingRule> rules = new ArrayList<>();
        for (RuleSlot slot : slots) {
            if (slot.rule() instanceof AlertingRule rule) {
                rules.add(rule);
            }
        }
        new ForStateReader(context).restore(rules);
        Progress last = progress;
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        progress = new Progress(last.took, last.begun, last.samples, seconds);
    }

    /// Takes the times of alerts with a clock that was set.
    ///
    /// @param millis by how much it was set forward; negative for back
    void shift(long millis) {
        for (RuleSlot slot : slots) {
            if (slot.rule() instanceof AlertingRule rule) {
                rule.shift(millis);
            }
        }
    }

    /// Takes over from a group that this one replaces, and that has ended: rules are told by name
    /// and labels, and where those are equal by their order. Series of rules that are gone are
    /// marked after the next evaluation, unless a rule gives them again.
    void copyFrom(RunningGroup other) {
        Map<RuleKey, Deque<RuleSlot>> before = new HashMap<>();
        for (RuleSlot slot : other.slots) {
            before.computeIfAbsent(RuleKey.of(slot), _ -> new ArrayDeque<>()).add(slot);
        }
        for (RuleSlot slot : slots) {
            Deque<RuleSlot> same = before.get(RuleKey.of(slot));
            if (same != null && !same.isEmpty()) {
                slot.copyFrom(same.removeFirst());
            }
        }
        orphans = new ArrayList<>(other.orphans);
        before.values().forEach(rest -> rest.forEach(slot -> orphans.addAll(slot.series())));
        Progress last = other.progress;
        progress = new Progress(last.took, last.begun, 0, Double.NaN);
    }

    /// What makes a rule of a new configuration the same rule.
    private record RuleKey(String name, Map<String, String> labels) {
        static RuleKey of(RuleSlot slot) {
            RuleDefinition definition = slot.rule().definition();
            return new RuleKey(definition.name(), definition.labels());
        }
    }

    /// Ends all series: the group is gone.
    ///
    /// @param time of the markers, epoch milliseconds
    void markAll(long time) {
        slots.forEach(slot -> orphans.addAll(slot.series()));
        markOrphans(time);
    }

    private void markOrphans(long time) {
        if (orphans.isEmpty()) {
            return;
        }
        try (Appender appender = context.services().target().appender()) {
            ResultWriter.markAll(appender, orphans, time - queryOffset());
            orphans = new ArrayList<>();
        } catch (StorageException e) {
            LOG.warn("group {}: ending the series of rules that are gone failed", plan.key(), e);
        }
    }

    RuleGroupStatus status() {
        Progress last = progress;
        return new RuleGroupStatus(
                plan.definition().name(),
                plan.file(),
                plan.interval(),
                plan.definition().limit(),
                last.took,
                last.begun,
                slots.stream().map(RuleSlot::status).toList());
    }

    RuleGroupStats stats() {
        Progress last = progress;
        long rulesTook = slots.stream().mapToLong(s -> s.evaluated().took().toNanos()).sum();
        return new RuleGroupStats(
                plan.key(),
                counters.iterations.sum(),
                counters.missed.sum(),
                counters.evaluations.sum(),
                counters.failures.sum(),
                plan.interval().toMillis() / 1e3,
                last.begun == null ? 0 : last.begun.toEpochMilli() / 1e3,
                last.took.toNanos() / NANOS_PER_SECOND,
                rulesTook / NANOS_PER_SECOND,
                last.restoreSeconds,
                slots.size(),
                last.samples);
    }
}
