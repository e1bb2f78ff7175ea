package io.narthex.server.report;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// A report about two ranges.
///
/// @param before when all was well
/// @param during when it was not
/// @param language `en` or `ko`
/// @param zone of the times that it shows
///
/// Thread safety: immutable.
public record Report(ReportRange before, ReportRange during, String language, ZoneId zone) {
    /// Asks a server and writes the page.
    ///
    /// @param url of the server, as the page names it
    /// @param now when it is written, epoch milliseconds
    /// @throws ReportException if the server can't be asked
    public WrittenReport write(ReportServer server, String url, long now)
            throws ReportException, InterruptedException {
        List<PanelReading> readings = new ArrayList<>();
        for (ReportPanel panel : ReportPanel.all()) {
            readings.add(PanelReading.of(server, panel, before, during));
        }
        Numbers numbers = new Numbers(new ReportTexts(language), zone);
        List<ReportNote> notes = ReportNote.of(server, before, during);
        String page =
                new ReportPage(
                                this,
                                numbers,
                                readings,
                                notes,
                                AlertTimeline.of(server, before, during),
                                BudgetSpent.of(server, before),
                                BudgetSpent.of(server, during))
                        .html(url, now);
        PanelFigures figures =
                new PanelFigures(new PanelChart(numbers, before, during, notes), readings);
        return new WrittenReport(page, figures.html(), figures.ids());
    }
}
