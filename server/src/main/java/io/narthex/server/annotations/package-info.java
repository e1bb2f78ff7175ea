/// What people and processes noted about times: a bounded list in memory, and in a file beside the
/// samples that a restart reads ([AnnotationBook]). Alerts that fire note themselves
/// ([AlertMarks]).
@NullMarked
package io.narthex.server.annotations;

import org.jspecify.annotations.NullMarked;
