/// What the results of several experiments are judged by, and written with as JSON.
@NullMarked
package dev.sluice.lab.draw;

import org.jspecify.annotations.NullMarked;
