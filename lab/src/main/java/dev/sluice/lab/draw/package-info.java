/// What the reports of several experiments are written with: drawings as SVG, results as JSON. Pure
/// functions, but for the file that is written.
@NullMarked
package dev.sluice.lab.draw;

import org.jspecify.annotations.NullMarked;
