/// The description of a simulated provider: its models, how fast and how reliable they are, and
/// their limits.
///
/// Plain immutable records. The command line reads them from YAML, in the syntax of the
/// configuration; `docs/simulator.md` documents the keys.
@NullMarked
package dev.sluice.sim.scenario;

import org.jspecify.annotations.NullMarked;
