/// What tests of every module share: a manual clock, seeded generators, an in-memory reference
/// store, and the contract tests of the storage ports.
///
/// Entry points: [io.narthex.testkit.ListStore] as the simplest correct store,
/// [io.narthex.testkit.StoreContract] to inherit in the test of any other one. Not for production:
/// clarity over speed, one lock for everything.
@NullMarked
package io.narthex.testkit;

import org.jspecify.annotations.NullMarked;
