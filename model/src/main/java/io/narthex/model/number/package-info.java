/// Numbers: adding many of them without drift, and writing them as Go does.
///
/// Uses nothing else of ours, so everything may use it.
@NullMarked
package io.narthex.model.number;

import org.jspecify.annotations.NullMarked;
