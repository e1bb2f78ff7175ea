package io.narthex.rules.backtest;

import io.narthex.model.Labels;
import io.narthex.rules.AlertListener;
import io.narthex.rules.RuleName;
import io.narthex.rules.alert.AlertState;
import io.narthex.rules.alert.AlertTransition;
import io.narthex.rules.backtest.BacktestReport.Episode;
import io.narthex.rules.backtest.BacktestReport.Series;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Notes what the alerts of one rule go through.
///
/// Thread safety: for one thread.
final class EpisodeBook implements AlertListener {
    private final Room room;
    private final SortedMap<Labels, List<Episode>> episodes = new TreeMap<>();

    /// How many episodes the books of a backtest may still take.
    static final class Room {
        private final int most;
        private int left;

        Room(int most) {
            this.most = most;
            this.left = most;
        }

        private void take() {
            if (--left < 0) {
                throw BacktestException.limit(
                        "alerts began more than "
                                + most
                                + " times, which is more than a backtest may note; choose a"
                                + " shorter time, fewer alerts, or a narrower expression");
            }
        }
    }

    EpisodeBook(Room room) {
        this.room = room;
    }

    @Override
    public void changed(RuleName rule, AlertTransition t) {
        if (t.from() == t.to()) {
            return; // it goes on without data
        }
        List<Episode> of = episodes.computeIfAbsent(t.labels(), _ -> new ArrayList<>());
        if (t.from() == AlertState.INACTIVE) {
            room.take();
            of.add(
                    new Episode(
                            t.time(),
                            t.to() == AlertState.FIRING ? t.time() : null,
                            null,
                            t.value()));
            return;
        }
        Episode last = of.removeLast();
        switch (t.to()) {
            case FIRING -> of.add(new Episode(last.begun(), t.time(), null, t.value()));
            case INACTIVE -> of.add(new Episode(last.begun(), last.firing(), t.time(), t.value()));
            case PENDING, UNKNOWN ->
                    throw new IllegalStateException("BUG: " + t.from() + " to " + t.to());
        }
    }

    /// All of it.
    ///
    /// @param end until when an alert fires that still does, epoch milliseconds
    List<Series> series(long end) {
        List<Series> series = new ArrayList<>();
        episodes.forEach(
                (labels, of) -> series.add(new Series(labels, firing(of, end), List.copyOf(of))));
        return series;
    }

    private static Duration firing(List<Episode> episodes, long end) {
        long millis = 0;
        for (Episode episode : episodes) {
            Long since = episode.firing();
            Long until = episode.resolved();
            if (since != null) {
                millis += (until == null ? end : until) - since;
            }
        }
        return Duration.ofMillis(millis);
    }
}
