/// A page that tells what an incident did: the panels of the browser application before and during,
/// alerts, notes and error budgets, as one HTML file that needs nothing else.
///
/// Entry point: [Report#write]. Everything it says comes from a server's HTTP API; titles, units
/// and captions come from the files of the browser application, so that they are written once.
@NullMarked
package io.narthex.server.report;

import org.jspecify.annotations.NullMarked;
