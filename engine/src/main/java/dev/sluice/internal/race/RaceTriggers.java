package dev.sluice.internal.race;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.Optional;

/// The rules for when an attempt is late, from what the timeouts have learned of its target.
///
/// ```text
/// QUANTILE   q97.5 of the first tokens of calls for this model with an input of this size, as it was
///            until a while ago, or as it is where that is less
/// BOUND      the learned bound of the first token, which a timeout would end the attempt by
/// PRIOR      what is expected of the model by its name, 5 to 12 s, while nothing is learned
/// ```
///
/// Source: hedged requests ("The Tail at Scale", Dean and Barroso, 2013), which are sent after a
/// high percentile of the usual latency; ADR 0084.
///
/// Limitations: quantile and prior count from the beginning of the attempt, the learned times from
/// its connection, so that a new connection uses up part of them.
public interface RaceTriggers {

  /// The reasons for which another attempt may begin.
  enum Trigger {
    /// The first token is later than usual: targets of the same rank may join.
    QUANTILE,
    /// The first token is later than the model's prior, and nothing is learned: any target may
    /// join.
    PRIOR,
    /// The first token is later than its learned bound: any target may join.
    BOUND
  }

  /// The time at which others may join an attempt.
  ///
  /// @param after the time from the beginning of the attempt
  record Start(Trigger trigger, Duration after) {}

  /// Returns when others may join an attempt at `target`; empty where only the bound tells, or
  /// where the first token does not show. For loops: must not block.
  Optional<Start> of(Call call, String target);

  /// Returns how long the model takes for a token, in nanoseconds; 0 while that is not known. For
  /// any thread but a loop.
  long perToken(Call call, String target);
}
