package dev.sluice.lab.admit;

import dev.sluice.sim.limit.LimitDecision.Refused;
import dev.sluice.sim.limit.Limiter.LimitStatus;

/// The provider's reply to an attempt, half a round trip later.
interface ReplyListener {

  /// Notes that the attempt was refused; nothing more is heard of it.
  ///
  /// @param stands what the provider's headers tell
  void refused(Refused refused, Stands stands);

  /// Notes that the attempt was admitted: these are the answer's headers.
  ///
  /// @param stands how the provider stood when it admitted the attempt
  default void admitted(Stands stands) {}

  /// Notes the first token.
  default void started() {}

  /// Notes that the answer has ended.
  void ended();

  /// The state of the provider's limits.
  record Stands(LimitStatus requests, LimitStatus tokens) {}
}
