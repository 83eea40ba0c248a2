/// The documents as a terminal shows them.
@NullMarked
package dev.sluice.cli.help;

import org.jspecify.annotations.NullMarked;
