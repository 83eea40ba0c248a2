package dev.sluice.stats;

import dev.sluice.call.request.Operation;
import java.util.Optional;

/// The statistics of a target's circuits for one operation: several where routes treat it
/// differently, or where it passes names on. Safe for any thread.
public interface BreakerStats {

  /// The target, as `provider/model`.
  String target();

  /// The operation that the target is asked for.
  Operation operation();

  /// The state; of several the most closed off.
  State state();

  /// How often it has changed for this reason.
  long changes(Transition why);

  /// Why it was changed last; empty while it never was.
  Optional<Transition> lastChange();
}
