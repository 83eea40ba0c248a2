/// What a simulated provider is: its models, how fast and how reliable they are, what they allow.
///
/// Plain immutable records. [dev.sluice.lab.sim.scenario.ScenarioFile] reads them from YAML, in the
/// syntax of the configuration; `docs/simulator.md` documents the keys.
@NullMarked
package dev.sluice.lab.sim.scenario;

import org.jspecify.annotations.NullMarked;
