package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Cost;

/// Quantum of deficit round robin: how many weighed tokens a round is, in the scale of what waits,
/// so that a round is a few calls whether they are large or small.
///
/// ```text
/// quantum = clamp(3 * mean weight of the calls that wait, 1, 8192)
/// weight  = input + 3 * output
/// ```
///
/// It changes once as many calls have entered or left as there are tenants. Within a round tenants
/// count as served alike, and the order of their calls decides: else fairness would undo it from
/// call to call. Two tenants that wait all the time never differ by more than a quantum and the
/// largest call, by their shares.
///
/// Source: deficit round robin (Shreedhar and Varghese, 1995). Their quantum must be at least the
/// largest call to be done in constant time, since a smaller one makes the round pass over tenants;
/// here a heap finds the tenant of the lowest round, so that the quantum may follow the mean (ADR
/// 0021).
///
/// Limitations: a call counts as at most [#MOST] in the mean, so that one large call changes
/// little; where all calls are larger than that a round is less than three of them.
final class Quantum {
  private static final double MOST = 8_192;

  /// How many calls of the mean weight a quantum is.
  private static final double CALLS = 3;

  private double tokens = MOST;

  /// The weight of the calls that wait, in weighed tokens, and their number.
  private double waiting;

  private int calls;

  /// How many calls have entered or left since the quantum last changed.
  private int moves;

  /// Counts a call that begins to wait.
  void waits(Cost cost) {
    waiting += weight(cost);
    calls++;
    moves++;
  }

  /// Counts a call that does not wait any more.
  void waitsNoMore(Cost cost) {
    waiting -= weight(cost);
    calls--;
    moves++;
  }

  /// Adapts the quantum to what waits, but not before as many calls have entered or left as there
  /// are tenants. Each tenant may be in another round after a change, so that this takes constant
  /// time per call.
  ///
  /// @return whether the quantum has changed
  boolean follow(int tenants) {
    if (calls == 0 || moves < tenants) {
      return false;
    }
    double wanted = Math.clamp(CALLS * waiting / calls, 1, MOST);
    if (wanted == tokens) {
      return false;
    }
    tokens = wanted;
    moves = 0;
    return true;
  }

  /// Returns how long a round is, in weighed tokens.
  double tokens() {
    return tokens;
  }

  /// Returns the round of a tenant whose counter is `served`.
  long round(double served) {
    return (long) Math.floor(served / tokens);
  }

  private static double weight(Cost cost) {
    return Math.min(MOST, Demand.weigh(cost.input(), cost.output()));
  }
}
