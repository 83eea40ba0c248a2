package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.gate.Target;
import java.util.List;
import java.util.random.RandomGenerator;

/// The order in which a call asks targets that are equally good for it, and what is noted of the
/// one that it gets. Safe for any thread but a loop.
public interface TargetPreference {

  /// Moves all of `tier` to the end of `into`, the best first.
  ///
  /// @param tier targets of one rank, in the order of the configuration; one at least
  void order(List<Target> tier, List<Target> into, Call call, RandomGenerator random);

  /// Notes that an attempt at `target` begins, which [#ended] follows.
  void granted(Call call, Target target);

  /// Notes that an attempt at `target` has ended, well or not.
  void ended(Target target);
}
