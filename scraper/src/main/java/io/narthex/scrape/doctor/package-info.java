/// The target doctor: one examination of one target, on demand, that says what is wrong and what to
/// do about it.
///
/// [TargetDoctor] is the entry point; what it finds is a [Diagnosis]. It asks the target as its
/// scrape loop does, over connections of its own, and stores nothing.
///
/// Threads: the caller's.
@NullMarked
package io.narthex.scrape.doctor;

import org.jspecify.annotations.NullMarked;
