package io.narthex.tsdb.merge;

import io.narthex.testkit.ListStore;
import io.narthex.testkit.StoreContract;

import java.util.List;

/// A store that is read through two windows, which overlap, keeps its contract.
class MergedContractTest extends StoreContract {
    @Override
    protected Ports store() {
        ListStore store = new ListStore();
        return new Ports(
                store,
                new MergedQueryable(
                        List.of(
                                (mint, maxt) -> store.querier(mint, Math.min(maxt, T0 + 25)),
                                (mint, maxt) -> store.querier(Math.max(mint, T0 + 15), maxt))));
    }
}
