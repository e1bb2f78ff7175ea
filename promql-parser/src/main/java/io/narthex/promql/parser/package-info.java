/// PromQL text to a checked syntax tree, and back to text.
///
/// Entry point: [io.narthex.promql.parser.PromqlParser]. The stages are named after what they make:
/// ANTLR's generated lexer and parser, the builder of [io.narthex.promql.parser.Expr], the type
/// checker, the printer. The tree holds syntax only; evaluation state never enters it.
///
/// Thread safety: every type is immutable or stateless.
@NullMarked
package io.narthex.promql.parser;

import org.jspecify.annotations.NullMarked;
