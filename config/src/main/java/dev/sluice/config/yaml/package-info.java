/// Configuration: from a YAML file, or from the environment where there is none, to immutable
/// records.
///
/// ```text
/// text -> Composer -> Node tree -> Doc.read(reader) -> Section.get(key, type) -> records
///                \                        \______________/
///                 `-> Problems <----------' every one with file, line and column
/// ```
///
/// A reader is a plain function from a [dev.sluice.config.yaml.Section] to a record. Reading never
/// stops at a problem: it is noted, a stand-in replaces the value, and
/// [dev.sluice.config.yaml.Doc#read] throws all of them together in the end, so that no caller ever
/// sees a stand-in. A key that no reader has asked for is unknown. Scenario files of the lab are
/// read the same way.
///
/// Nothing here is shared between threads, and nothing prints a value that may be a secret.
@NullMarked
package dev.sluice.config.yaml;

import org.jspecify.annotations.NullMarked;
