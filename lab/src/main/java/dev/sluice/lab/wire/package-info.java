/// What providers of the laboratory have in common that are written by hand, on plain sockets.
@NullMarked
package dev.sluice.lab.wire;

import org.jspecify.annotations.NullMarked;
