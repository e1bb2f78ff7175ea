/// Files in YAML that people write, read key by key so that every error names its place.
///
/// [YamlDocument] is the entry point. It gives a [YamlMapping], from which readers take the keys
/// that they know; whatever nobody took is unknown, and refused with the nearest name. A
/// [ConfigException] names file, line and key ([YamlPlace]).
///
/// Files that a manual describes have a [KeyTable], one for each block, that says what is known
/// instead: readers can take nothing else, and the manual's tables are made of it.
///
/// Threads: none; everything runs on the caller's.
@NullMarked
package io.narthex.yaml;

import org.jspecify.annotations.NullMarked;
