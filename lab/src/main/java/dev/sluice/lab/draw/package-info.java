/// What the results of several experiments are written with, as JSON.
@NullMarked
package dev.sluice.lab.draw;

import org.jspecify.annotations.NullMarked;
