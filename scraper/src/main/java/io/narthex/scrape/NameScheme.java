package io.narthex.scrape;

/// Which names a job's metrics and labels may have, and how targets are asked to write others.
///
/// @param legacy `metric_name_validation_scheme: legacy`: whether only letters, digits, underscores
///     and (in metrics) colons are allowed
/// @param escaping `metric_name_escaping_scheme`
///
/// Thread safety: immutable.
public record NameScheme(boolean legacy, Escaping escaping) {
    /// Any UTF-8, as it is.
    public static final NameScheme UTF_8 = new NameScheme(false, Escaping.ALLOW_UTF_8);

    /// How a target writes names that are not allowed; they are stored as it writes them.
    public enum Escaping {
        /// As they are.
        ALLOW_UTF_8("allow-utf-8"),
        /// With an underscore for each character that is not allowed.
        UNDERSCORES("underscores"),
        /// With `_dot_` for dots, and underscores doubled.
        DOTS("dots"),
        /// With the character's number, behind `U__`.
        VALUES("values");

        private final String configName;

        Escaping(String configName) {
            this.configName = configName;
        }

        /// The name in the configuration and in requests.
        public String configName() {
            return configName;
        }
    }

    /// Refuses names as they are where those are not allowed.
    public NameScheme {
        if (legacy && escaping == Escaping.ALLOW_UTF_8) {
            throw new IllegalArgumentException(
                    "utf8 metric names requested but validation scheme is not set to UTF8");
        }
    }
}
