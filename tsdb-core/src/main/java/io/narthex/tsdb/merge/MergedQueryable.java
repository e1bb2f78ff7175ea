package io.narthex.tsdb.merge;

import io.narthex.model.Querier;
import io.narthex.model.Queryable;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Several stores read as one, by time. Where two have a sample of one series at one time, the
/// store that comes first in the list counts.
///
/// Thread safety: immutable.
public final class MergedQueryable implements Queryable {
    private final List<Queryable> stores;

    /// @param stores in the order in which they count
    public MergedQueryable(List<? extends Queryable> stores) {
        this.stores = List.copyOf(stores);
    }

    @Override
    public Querier querier(long mint, long maxt) {
        List<Querier> queriers = new ArrayList<>();
        try {
            for (Queryable store : stores) {
                queriers.add(store.querier(mint, maxt));
            }
        } catch (RuntimeException e) {
            queriers.forEach(Querier::close);
            throw e;
        }
        return of(queriers, null);
    }

    /// Several queriers as one, which closes them.
    ///
    /// @param queriers in the order in which they count
    /// @param joins what is known from earlier queriers of the same stores; null where nothing is
    ///     to be kept
    public static Querier of(List<Querier> queriers, @Nullable SeriesJoins joins) {
        return queriers.size() == 1 ? queriers.getFirst() : new MergedQuerier(queriers, joins);
    }
}
