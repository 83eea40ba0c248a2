package dev.sluice.internal.hedge;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.Optional;

/// Hedging delay by quantile: knows when a first token is late.
///
/// ```text
/// delay = q97.5 of the first tokens of calls for this model with an input of this size
/// ```
///
/// Source: hedged requests ("The Tail at Scale", Dean and Barroso, 2013), which are sent after a
/// high percentile of the usual latency; ADR 0011.
///
/// Limitations: it is empty until 20 such calls have answered. The quantile counts from the
/// connection and the delay from the beginning of the attempt, so that a new connection uses up
/// part of the delay.
@FunctionalInterface
public interface HedgeDelay {

  /// How long after the beginning of an attempt at `target` its first token is late: later than
  /// 97.5 of 100 are; empty while that is not known. For loops: must not block.
  Optional<Duration> of(Call call, String target);
}
