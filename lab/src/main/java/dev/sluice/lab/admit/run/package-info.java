/// The runs: one setting played through one policy, and all of them that a comparison needs.
@NullMarked
package dev.sluice.lab.admit.run;

import org.jspecify.annotations.NullMarked;
