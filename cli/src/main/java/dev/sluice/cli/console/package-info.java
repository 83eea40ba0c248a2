/// The surroundings of a command: streams, environment, signals, and its exit code.
@NullMarked
package dev.sluice.cli.console;

import org.jspecify.annotations.NullMarked;
