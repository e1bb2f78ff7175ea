/// The sample application that the product is shown with: a small web service that is really
/// called, and a generator that calls it.
///
/// What lives here: [DemoApplication] (an HTTP service with a catalogue, users, predictions and its
/// own `/metrics`, written with the usual client library) and [LoadGenerator] (people that use it).
/// Both are ordinary programs: every number they expose was measured, none is made up. So are
/// incidents ([Incident], [IncidentPlan]): requests really fail or wait, and the port is closed.
///
/// Entry point: [DemoApplication#start] with port 0 or a fixed one, then [LoadGenerator#start] with
/// the application's address, and [IncidentWatch#start] for whoever wants to hear what goes wrong.
/// Close them in the reverse order.
///
/// Threads: each request runs on a virtual thread of the application; the generator has one pacing
/// thread and a bounded number of virtual threads, one per request in flight; the door, the scaling
/// of workers and the watch have a virtual thread each.
@NullMarked
package io.narthex.demo;

import org.jspecify.annotations.NullMarked;
