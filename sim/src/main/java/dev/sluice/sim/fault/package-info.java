/// Everything that a provider can do wrong, by name.
///
/// A [dev.sluice.sim.fault.Fault] changes a reply that is right, or replaces it; a
/// [dev.sluice.sim.fault.FaultCall] is a fault with its argument, as tests and scenario files write
/// it: `reset-after=3`. All of it is pure: replies in, replies out. The table in
/// `docs/simulator.md` is the enum's own.
@NullMarked
package dev.sluice.sim.fault;

import org.jspecify.annotations.NullMarked;
