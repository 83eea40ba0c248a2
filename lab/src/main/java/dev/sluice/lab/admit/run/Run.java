package dev.sluice.lab.admit.run;

import dev.sluice.lab.admit.figures.Figures;
import dev.sluice.lab.admit.policy.Contender;

/// One policy, once through one setting.
public record Run(Setting setting, Contender contender, int seed, Figures figures) {}
