/// Starts of the program on bad ground, each a process of its own: signals that come too early, two
/// instances on one folder, a disk that fills, a root that may not be written, little memory.
@NullMarked
package dev.sluice.it.start;

import org.jspecify.annotations.NullMarked;
