/// Tests of PromQL as plain-text scripts: [io.narthex.promql.test.ScriptSuite] runs files and
/// folders of them, [io.narthex.promql.test.ScriptRunner] one.
///
/// A script is text → commands ([io.narthex.promql.test.ScriptParser]) → loads into a store and
/// evaluations ([io.narthex.promql.test.EvalRunner]) → one result per evaluation.
@NullMarked
package io.narthex.promql.test;

import org.jspecify.annotations.NullMarked;
