/// The messages of the protobuf exposition format (`io.prometheus.client.MetricFamily`), read where
/// they lie.
///
/// What lives here: [FamilyFields] (the entry point) goes from family to family and from metric to
/// metric; the others read what a metric has. Nothing is kept but positions and numbers; texts and
/// histograms are made when somebody asks for them, and arrays have a largest size.
///
/// Threads: none; everything belongs to the thread that scrapes.
@NullMarked
package io.narthex.scrape.proto;

import org.jspecify.annotations.NullMarked;
