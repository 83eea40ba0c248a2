/// Drawings for the reports of the laboratories: SVG as text.
@NullMarked
package dev.sluice.lab.draw;

import org.jspecify.annotations.NullMarked;
