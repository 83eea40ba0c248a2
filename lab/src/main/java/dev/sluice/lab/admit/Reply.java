package dev.sluice.lab.admit;

import dev.sluice.sim.limit.Admission.Refused;
import dev.sluice.sim.limit.Limiter.Standing;

/// The provider's reply to an attempt, half a round trip later.
interface Reply {

  /// It was refused. Nothing more is heard.
  ///
  /// @param stands what the provider's headers tell
  void refused(Refused refused, Stands stands);

  /// It was admitted: these are the answer's headers.
  ///
  /// @param stands how the provider stood when it admitted the attempt
  default void admitted(Stands stands) {}

  /// The first token.
  default void started() {}

  /// The answer has ended.
  void ended();

  /// How the provider's limits stand.
  record Stands(Standing requests, Standing tokens) {}
}
