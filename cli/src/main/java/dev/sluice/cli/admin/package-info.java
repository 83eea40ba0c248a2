/// Which gateway a command asks: the one that is named, else the one that runs.
@NullMarked
package dev.sluice.cli.admin;

import org.jspecify.annotations.NullMarked;
