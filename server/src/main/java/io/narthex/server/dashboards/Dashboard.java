package io.narthex.server.dashboards;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A dashboard, as `docs/dashboards.md` describes its JSON.
///
/// @param name in addresses and file names
/// @param metric whose series make it apply; null where it always does
/// @param variables labels by which its panels are filtered
///
/// Thread safety: immutable.
public record Dashboard(
        String name,
        LocalText title,
        @Nullable String metric,
        List<String> variables,
        List<Panel> panels) {
    /// Copies the lists.
    public Dashboard {
        variables = List.copyOf(variables);
        panels = List.copyOf(panels);
    }

    /// How numbers are written.
    public enum Format {
        NUMBER,
        SECONDS,
        PERCENT,
        BYTES
    }

    /// The side of a threshold on which its condition holds.
    public enum Breach {
        BELOW,
        ABOVE
    }

    /// A condition on a panel's number.
    ///
    /// @param patience how long it must hold, such as `5m`
    public record Threshold(double value, Breach breach, String patience) {}

    /// What a panel says in words.
    ///
    /// @param unit of its numbers
    /// @param read how it is read
    /// @param why it is there
    /// @param brief its condition in two words; null where it has none
    public record Words(
            LocalText title,
            LocalText unit,
            LocalText read,
            LocalText why,
            @Nullable LocalText brief) {}

    /// A panel.
    ///
    /// @param id known within the dashboard
    /// @param query of its curves, in PromQL
    /// @param legend names a curve by its labels, such as `{{job}}`; null where it has one curve
    /// @param window of the query's ranges, such as `5m`; null where it has none
    /// @param perWindow whether its number is divided by its window
    /// @param volumes other windows to be shown beside it; empty for most
    /// @param threshold null where it has no condition
    public record Panel(
            String id,
            Words words,
            String query,
            Format format,
            @Nullable String legend,
            @Nullable String window,
            boolean perWindow,
            List<String> volumes,
            @Nullable Threshold threshold) {
        /// Copies the list.
        public Panel {
            volumes = List.copyOf(volumes);
        }

        /// A form of the query with another window in place of its own.
        public String over(String form, String other) {
            return form.replace("[" + window + "]", "[" + other + "]");
        }
    }
}
