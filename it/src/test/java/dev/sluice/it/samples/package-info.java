/// The samples that need no framework of others, beside the simulated provider.
@NullMarked
package dev.sluice.it.samples;

import org.jspecify.annotations.NullMarked;
