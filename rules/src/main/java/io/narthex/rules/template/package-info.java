/// The templates of alerts: what of Go's `text/template` and of Prometheus' functions a label or an
/// annotation may use, with Go's results and Go's messages.
///
/// A text goes through five stages, each of which knows the one before it only:
///
/// 1. `Lexer` cuts it into `Token`s. Trim markers and comments end here.
/// 2. `Parser` (actions) and `PipelineParser` (what stands in them) make a sealed tree of `Node`s,
///    with a place for each. Unknown functions and variables are found here, when a rule file is
///    loaded, not when an alert fires.
/// 3. `Evaluator` runs the actions, `PipelineEvaluator` evaluates what stands in them. `Place`
///    follows them, so that a failure can say `executing "x" at <.Foo>`.
/// 4. Functions (`Builtins`, `Comparison`, `QueryFunctions`, `TextFunctions`, `NumberFunctions`)
///    say what they take, and get arguments that fit. Methods of times and durations are functions
///    too.
/// 5. `GoPrinter` and `Printf` turn values into text, as Go's `fmt` does.
///
/// Values are one sealed family, `GoValue`. Each knows its Go type, because messages and `%T` name
/// it, and because what may be passed where depends on it: a `template.HTML` is no `string`, and a
/// `*time.Duration` is no number. `Any` is a slot of type `interface {}`; pipelines look behind it,
/// chains of fields do not.
///
/// A template comes from a rule file, but nobody can tell from it how much it will make of its
/// data. So everything is bounded: nesting when it is parsed (`Nesting`) and run, steps, the length
/// of a text, and all texts together (`Budget`). What goes beyond is an error like any other, and
/// an error is part of the text ([io.narthex.rules.template.AlertTemplate]): an alert with a broken
/// description is worth more than none.
///
/// Left out, because no alert can need it: complex numbers, channels and functions as values,
/// methods of histograms, `tmpl` (which is of consoles only), and HTML as the output. Bytes that
/// are no UTF-8 become U+FFFD at once.
@NullMarked
package io.narthex.rules.template;

import org.jspecify.annotations.NullMarked;
