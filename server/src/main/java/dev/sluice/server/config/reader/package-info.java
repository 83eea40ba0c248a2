/// Reads sections of the configuration file into records; a reader is a plain function of a
/// [dev.sluice.server.config.yaml.Section].
@NullMarked
package dev.sluice.server.config.reader;

import org.jspecify.annotations.NullMarked;
