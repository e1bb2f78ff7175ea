/// Unit tests of rules, `narthex test rules`: promtool's files, judged as promtool judges them.
///
/// `RuleTestReader` reads a file into a `RuleTestFile`. `RuleTestRun` runs one of its tests: a
/// store in memory, the real rules and the real engine, and a time that goes from evaluation to
/// evaluation. What is due at a time is stored first, then all groups are evaluated, then alerts
/// are compared (`AlertCheck`); queries (`SampleCheck`) are asked when the last evaluation is over.
/// `RuleTests` prints what came out.
@NullMarked
package io.narthex.server.ruletest;

import org.jspecify.annotations.NullMarked;
