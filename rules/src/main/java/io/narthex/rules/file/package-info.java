/// Rule files in Prometheus' syntax, read and checked: what they say, before anything runs.
///
/// [RuleFileReader] is the entry point. A [RuleFile] has groups ([RuleGroupDefinition]), and a
// group has rules, one sealed family
/// ([RuleDefinition]). Everything here is immutable and has the place in the file where it stands,
/// so that whatever goes wrong later can name it. Evaluation lives in `io.narthex.rules`.
@NullMarked
package io.narthex.rules.file;

import org.jspecify.annotations.NullMarked;
