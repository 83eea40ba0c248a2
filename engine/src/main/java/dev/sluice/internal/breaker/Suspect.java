package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.request.SchedulingHints;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A caller (and the tenant that it names) whose requests fail in a way that may be their own
/// fault, by the kinds of their bodies.
final class Suspect {
  /// How many kinds of bodies are told apart; the kind with the smallest bodies includes smaller
  /// ones.
  private static final int MOST_KINDS = 8;

  private final SchedulingHints caller;
  private final AmbiguousFailures failures;
  private final List<BodyKind> kinds = new ArrayList<>();

  Suspect(SchedulingHints caller, AmbiguousFailures failures) {
    this.caller = caller;
    this.failures = failures;
  }

  /// Whether `call` is one of this caller.
  boolean isOf(Call call) {
    SchedulingHints other = call.hints();
    return caller.caller().equals(other.caller()) && caller.tenant().equals(other.tenant());
  }

  boolean isSameAs(Suspect other) {
    return caller.caller().equals(other.caller.caller())
        && caller.tenant().equals(other.caller.tenant());
  }

  /// Returns the caller's failures with bodies of any kind.
  AmbiguousFailures failures() {
    return failures;
  }

  /// Returns the kind that the body of a failed request belongs to: of the kinds that the body is
  /// like, the nearest in size.
  BodyKind kindOf(Call call, OutcomeWindow starts, OutcomeWindow ends) {
    BodyKind known = like(call);
    if (known == null && kinds.size() >= MOST_KINDS) {
      known = smallest();
    }
    if (known != null) {
      known.add(call);
      return known;
    }
    var added = new BodyKind(this, new AmbiguousFailures(starts, ends), call);
    kinds.add(added);
    return added;
  }

  private @Nullable BodyKind like(Call call) {
    BodyKind nearest = null;
    for (BodyKind kind : kinds) {
      if (kind.isLike(call) && (nearest == null || kind.smallest() > nearest.smallest())) {
        nearest = kind;
      }
    }
    return nearest;
  }

  private BodyKind smallest() {
    BodyKind smallest = kinds.getFirst();
    for (BodyKind kind : kinds) {
      smallest = kind.smallest() < smallest.smallest() ? kind : smallest;
    }
    return smallest;
  }

  /// Returns the kind with the most failures in the window; there is one while [#failures] counts
  /// any.
  BodyKind worstKind() {
    BodyKind worst = kinds.getFirst();
    for (BodyKind kind : kinds) {
      worst = kind.failures().count() > worst.failures().count() ? kind : worst;
    }
    return worst;
  }

  /// Forgets what the windows of all requests have forgotten, and kinds without failures.
  ///
  /// @param retained whether a kind is needed even without failures
  void forget(OutcomeWindow starts, OutcomeWindow ends, Predicate<BodyKind> retained) {
    failures.follow(starts, ends);
    kinds.forEach(kind -> kind.failures().follow(starts, ends));
    kinds.removeIf(kind -> kind.failures().count() == 0 && !retained.test(kind));
  }
}
