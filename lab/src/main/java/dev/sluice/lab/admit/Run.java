package dev.sluice.lab.admit;

/// One policy, once through one setting.
public record Run(Setting setting, Contender contender, int seed, Figures figures) {}
