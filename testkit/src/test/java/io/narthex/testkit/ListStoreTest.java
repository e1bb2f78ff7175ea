package io.narthex.testkit;

class ListStoreTest extends StoreContract {
    @Override
    protected Ports store() {
        ListStore store = new ListStore();
        return new Ports(store, store);
    }
}
