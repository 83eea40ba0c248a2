package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The suspects whose requests fail a target in a way that may be their own fault. Few suspects are
/// told apart: where many fail the target is the cause, and the failures of a forgotten suspect
/// count against the target.
final class Suspects {
  private static final int MOST = 8;

  private final OutcomeWindow starts;
  private final OutcomeWindow ends;
  private final List<Suspect> all = new ArrayList<>();

  /// The aim that all failures since the last good start belong to; null if no single one explains
  /// them.
  private @Nullable Aim run;

  private @Nullable Aim aimedAt;

  /// @param starts the starts of all requests
  /// @param ends the ends of all requests
  Suspects(OutcomeWindow starts, OutcomeWindow ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /// Returns the suspect, and the kind of bodies, that a failed request belongs to.
  BodyKind of(Call call) {
    forget();
    for (Suspect one : all) {
      if (one.isOf(call)) {
        return one.kindOf(call, starts, ends);
      }
    }
    return add(call).kindOf(call, starts, ends);
  }

  private Suspect add(Call call) {
    if (all.size() >= MOST) {
      all.stream()
          .filter(one -> !isNeeded(one))
          .min(Comparator.comparingInt(one -> one.failures().count()))
          .ifPresent(all::remove);
    }
    var added = new Suspect(call.hints(), new AmbiguousFailures(starts, ends));
    all.add(added);
    return added;
  }

  /// Returns the failures that do not concern `call`: those of the worst suspect, where `call` is
  /// of another caller; else those with that suspect's worst kind of bodies, where `call` has
  /// another. Null if there are none.
  @Nullable AmbiguousFailures foreignTo(Call call) {
    Suspect worst = worst();
    if (worst == null || !worst.isOf(call)) {
      return worst == null ? null : worst.failures();
    }
    BodyKind kind = worst.worstKind();
    return kind.covers(call) ? null : kind.failures();
  }

  /// Returns the aims that the circuit may open to instead of to all requests where too many calls
  /// fail, the narrowest first. A circuit that is open to one suspect already may only open to more
  /// requests of that suspect.
  List<Aim> candidates() {
    if (aimedAt != null) {
      return List.of(aimedAt.wide());
    }
    Suspect worst = worst();
    return worst == null ? List.of() : List.of(Aim.at(worst.worstKind()), new Aim(worst, null));
  }

  /// Returns the suspect with the most failures in the window; null if there is none.
  private @Nullable Suspect worst() {
    Suspect worst = null;
    int most = 0;
    for (int i = 0; i < all.size(); i++) {
      int failures = all.get(i).failures().count();
      if (failures > most) {
        worst = all.get(i);
        most = failures;
      }
    }
    return worst;
  }

  /// Records an attempt that has failed to start.
  ///
  /// @param by whose request may have caused it; null where the target has failed for certain
  /// @param first whether the attempt is the first since a good start to fail
  void runsOn(@Nullable BodyKind by, boolean first) {
    if (by == null) {
      run = null;
    } else if (first) {
      run = Aim.at(by);
    } else if (run != null) {
      run = run.with(by);
    }
  }

  /// Ends the run of failures, since an attempt has started well.
  void runEnds() {
    run = null;
  }

  /// Whether all failures since the last good start belong to one suspect and are too old to count.
  boolean isRunOld() {
    return run != null && run.failures().count() == 0;
  }

  @Nullable Aim run() {
    return run;
  }

  /// Returns the aim that the circuit is open to; null where it is open to all requests, or to
  /// none.
  @Nullable Aim aimedAt() {
    return aimedAt;
  }

  void aim(@Nullable Aim at) {
    aimedAt = at;
  }

  /// Forgets old failures, but not the aim that the circuit is open to or may be next.
  void forget() {
    if (!all.isEmpty()) {
      all.forEach(one -> one.forget(starts, ends, this::isNeeded));
      all.removeIf(one -> one.failures().count() == 0 && !isNeeded(one));
    }
  }

  private boolean isNeeded(Suspect one) {
    return (run != null && run.suspect() == one) || (aimedAt != null && aimedAt.suspect() == one);
  }

  private boolean isNeeded(BodyKind kind) {
    return (run != null && run.kind() == kind) || (aimedAt != null && aimedAt.kind() == kind);
  }
}
