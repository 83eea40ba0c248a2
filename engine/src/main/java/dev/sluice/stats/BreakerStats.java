package dev.sluice.stats;

import dev.sluice.call.request.Operation;
import java.util.Optional;

/// The statistics of a target's circuits for one operation: several where routes treat it
/// differently, or where it passes names on. Safe for any thread.
public interface BreakerStats {

  /// Returns the target, as `provider/model`.
  String target();

  /// Returns the operation that the target is asked for.
  Operation operation();

  /// Returns the state; of several circuits the most closed off.
  State state();

  /// Returns the state of the least closed off of several circuits: some call passes unless that is
  /// open.
  State best();

  /// Returns how often the circuits have changed for this reason.
  long changes(Transition why);

  /// Returns why a circuit last changed; empty while none has.
  Optional<Transition> lastChange();
}
