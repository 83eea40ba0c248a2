package dev.sluice.batches;

import java.time.Duration;

/// Whether batches are given to providers that can run them.
///
/// @param poll how long behind its making a provider's batch is asked for
public record DelegateConfig(Mode mode, Duration poll) {
  /// How long behind its making a provider's batch is asked for, unless another time is configured.
  public static final Duration POLL = Duration.ofMinutes(1);

  /// The usual way.
  public static final DelegateConfig USUAL = new DelegateConfig(Mode.NEVER, POLL);

  /// When batches are delegated.
  public enum Mode {
    /// Never: the gateway calls all lines.
    NEVER,
    /// Where that is cheaper and all fits; the gateway calls the lines that are left.
    AUTO,
    /// Always: a batch that cannot be delegated fails, and no line is called here.
    ALWAYS
  }
}
