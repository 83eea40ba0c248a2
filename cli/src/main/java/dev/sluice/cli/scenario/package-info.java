/// Scenario files of the simulated provider: from YAML, in the syntax of the configuration, to the
/// records of `dev.sluice.sim.scenario`. `docs/simulator.md` documents the keys.
@NullMarked
package dev.sluice.cli.scenario;

import org.jspecify.annotations.NullMarked;
