/// What alerts went through, for whoever asks later: a bounded list of their changes, in memory and
/// in files that a restart reads ([AlertHistory]; the files are described in
/// `docs/formats/alert-history.md`).
@NullMarked
package io.narthex.rules.history;

import org.jspecify.annotations.NullMarked;
