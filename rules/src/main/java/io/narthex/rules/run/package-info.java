/// Groups of rules while they run.
///
/// A [io.narthex.rules.run.GroupLoop] is a virtual thread that waits for its group's times
/// ([io.narthex.rules.run.GroupTicks]) and lets the [io.narthex.rules.run.RunningGroup] evaluate
/// its rules; [io.narthex.rules.run.ResultWriter] stores what they give. Everything of a group
/// belongs to its loop, but for what is shown to others.
@NullMarked
package io.narthex.rules.run;

import org.jspecify.annotations.NullMarked;
