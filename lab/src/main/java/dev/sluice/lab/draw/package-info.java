/// What the results of several experiments are judged by, and written with as JSON and as pages.
@NullMarked
package dev.sluice.lab.draw;

import org.jspecify.annotations.NullMarked;
