/// What keeping conversations at one target is worth.
@NullMarked
package dev.sluice.lab.affinity;

import org.jspecify.annotations.NullMarked;
