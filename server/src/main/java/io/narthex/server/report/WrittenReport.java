package io.narthex.server.report;

import java.util.List;

/// What a report is made of.
///
/// @param page the report itself, as HTML that needs nothing else
/// @param figures each panel before and during, one below the other, as HTML to take pictures of
/// @param figureIds the ids of the elements of `figures`, such as `errors-before`
///
/// Thread safety: immutable.
public record WrittenReport(String page, String figures, List<String> figureIds) {}
