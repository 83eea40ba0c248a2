package dev.sluice.sim.wire;

/// A header, sent exactly as it is.
public record Header(String name, String value) {}
