package dev.sluice.lab.admit;

/// One policy's way through one setting, with one seed.
record Run(Setting setting, Contender contender, int seed, Figures figures) {}
