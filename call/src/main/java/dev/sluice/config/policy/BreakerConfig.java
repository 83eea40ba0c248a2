package dev.sluice.config.policy;

import java.time.Duration;
import java.util.Locale;

/// When a target's circuit opens, and for how long.
///
/// @param failures the number of attempts in a row whose failure to start opens the circuit
/// @param window the time over which the share of failures is taken
/// @param failureRate the share that opens the circuit, from 0 (not included) to 1
/// @param minCalls the number of calls that the window must hold before a share means anything
/// @param open how long the circuit stays open
/// @param probe the way to try a circuit that no call of a client tries again
/// @param suspects whether failures that may be due to the requests of one caller open the circuit
///   to that caller alone
public record BreakerConfig(
    int failures,
    Duration window,
    double failureRate,
    int minCalls,
    OpenTime open,
    Probe probe,
    boolean suspects) {
  private static final BreakerConfig DEFAULTS =
      new BreakerConfig(
          5,
          Duration.ofSeconds(30),
          0.5,
          10,
          new OpenTime(Duration.ofSeconds(5), Duration.ofSeconds(20)),
          Probe.LIST,
          true);

  /// The way to try an open circuit that no call of a client tries again.
  public enum Probe {
    /// The provider's list of models puts the circuit on trial; no provider bills lists.
    LIST,
    /// The smallest possible call decides, which providers bill; a list, where no such call can be
    /// made.
    CALL,
    /// Nothing tries the circuit.
    OFF;

    /// The word for the probe in configuration.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public BreakerConfig {
    if (failures < 1) {
      throw new IllegalArgumentException("failures is " + failures + "; it must be at least 1");
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window is " + window + "; it must be longer than zero");
    }
    if (!(failureRate > 0 && failureRate <= 1)) {
      throw new IllegalArgumentException(
          "failure_rate is " + failureRate + "; it must be above 0 and at most 1");
    }
    if (minCalls < 1) {
      throw new IllegalArgumentException("min_calls is " + minCalls + "; it must be at least 1");
    }
  }

  /// A breaker whose circuits are tried by lists of models where no call comes.
  public BreakerConfig(
      int failures, Duration window, double failureRate, int minCalls, OpenTime open) {
    this(failures, window, failureRate, minCalls, open, Probe.LIST, true);
  }

  /// A copy of this breaker with another probe.
  public BreakerConfig with(Probe other) {
    return new BreakerConfig(failures, window, failureRate, minCalls, open, other, suspects);
  }

  /// Returns a copy of this breaker whose circuits open to all callers, also where one caller's
  /// requests alone have failed.
  public BreakerConfig withoutSuspects() {
    return new BreakerConfig(failures, window, failureRate, minCalls, open, probe, false);
  }

  /// The defaults: 5 failures, or 50 % of at least 10 calls in 30 s; open 5 s growing to 20 s.
  public static BreakerConfig defaults() {
    return DEFAULTS;
  }
}
