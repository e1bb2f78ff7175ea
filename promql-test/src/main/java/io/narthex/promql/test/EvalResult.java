package io.narthex.promql.test;

/// The outcome of one evaluation.
///
/// @param line where the evaluation begins in its script, from 1
/// @param query the query's text; for a line that is no valid command, that line's problem
public record EvalResult(int line, String query, Outcome outcome) {}
