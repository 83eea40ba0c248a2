/// What a command has of the world: streams, environment, signals, and the code that it ends with.
@NullMarked
package dev.sluice.cli.console;

import org.jspecify.annotations.NullMarked;
