/// What a provider of the Responses API keeps: responses, their input, and conversations, each
/// known to the key alone that it was made with. Bounded; gone with the simulator.
@NullMarked
package dev.sluice.sim.stored;

import org.jspecify.annotations.NullMarked;
