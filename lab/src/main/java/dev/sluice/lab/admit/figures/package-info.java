/// The figures of a run: rates, shares and waits, and their means over seeds.
@NullMarked
package dev.sluice.lab.admit.figures;

import org.jspecify.annotations.NullMarked;
