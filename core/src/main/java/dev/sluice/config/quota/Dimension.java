package dev.sluice.config.quota;

import java.util.List;

/// What a limit a minute counts.
public enum Dimension {
  REQUESTS,
  /// Input and output together.
  TOKENS,
  INPUT,
  OUTPUT;

  /// All of them, without a copy for each who asks.
  public static final List<Dimension> ALL = List.of(values());
}
