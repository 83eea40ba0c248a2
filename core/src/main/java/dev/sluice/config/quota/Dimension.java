package dev.sluice.config.quota;

import java.util.List;

/// The unit that a limit a minute counts.
public enum Dimension {
  REQUESTS,
  /// Input and output together.
  TOKENS,
  INPUT,
  OUTPUT;

  /// All dimensions, without a copy for each reader.
  public static final List<Dimension> ALL = List.of(values());
}
