/// The configuration file: YAML in Prometheus' syntax, read into records.
///
/// What lives here: [ConfigFile] (the entry point) and the readers of its blocks. They take keys
/// one by one out of a [io.narthex.yaml.YamlMapping], which knows the file and the line of
/// everything, so that each error names file, line and key. A key that Prometheus knows and this
/// version does not is an error too: a part of the configuration is never silently left out.
///
/// Each reader has its keys in a [io.narthex.yaml.KeyTable]. With another key there,
/// `ConfigurationPageTest` writes `docs/configuration.md` anew.
///
/// Threads: none; everything runs on the caller's.
@NullMarked
package io.narthex.server.config;

import org.jspecify.annotations.NullMarked;
