package dev.sluice.testing;

/// How patient Lincheck is.
public final class Lincheck {
  /// How long a scenario may take in one order. The first loads many classes, each of which
  /// Lincheck rewrites: more than its usual 10 s where the machine is busy.
  public static final long PATIENCE_MS = 120_000;

  private Lincheck() {}
}
