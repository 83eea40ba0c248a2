package dev.sluice.lab.admit;

/// One policy, once through one setting.
record Run(Setting setting, Contender contender, int seed, Figures figures) {}
