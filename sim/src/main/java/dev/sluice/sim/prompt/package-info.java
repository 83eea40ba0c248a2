/// The prompt cache of a simulated provider: how much of a prompt it has read before.
@NullMarked
package dev.sluice.sim.prompt;

import org.jspecify.annotations.NullMarked;
