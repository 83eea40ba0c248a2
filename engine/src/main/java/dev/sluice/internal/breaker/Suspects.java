package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The suspects whose requests fail a target in a way that may be their own fault. Few are told
/// apart: where many fail it is the target, and the failures of one that is forgotten count against
/// it.
final class Suspects {
  private static final int MOST = 8;

  private final OutcomeWindow starts;
  private final OutcomeWindow ends;
  private final List<Suspect> all = new ArrayList<>();

  /// The aim that all failures since the last good start belong to; null if there is none such.
  private @Nullable Aim run;

  private @Nullable Aim aimedAt;

  /// @param starts of all requests
  /// @param ends of all requests
  Suspects(OutcomeWindow starts, OutcomeWindow ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /// The suspect, and the kind of bodies, that a failed request belongs to.
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
    var added = new Suspect(call.hints(), new Failures(starts, ends));
    all.add(added);
    return added;
  }

  /// The failures of others than `call` belongs to: the worst suspect's, where `call` is not its;
  /// else those with its worst kind of bodies, where that of `call` is another. Null if there are
  /// none.
  @Nullable Failures foreignTo(Call call) {
    Suspect worst = worst();
    if (worst == null || !worst.isOf(call)) {
      return worst == null ? null : worst.failures();
    }
    BodyKind kind = worst.worstKind();
    return kind.covers(call) ? null : kind.failures();
  }

  /// The suspects that the circuit may open to instead of to all where too many calls fail, the
  /// narrowest first. Where it is open to one suspect already, it may open to more of its requests
  /// alone.
  List<Aim> candidates() {
    if (aimedAt != null) {
      return List.of(aimedAt.wide());
    }
    Suspect worst = worst();
    return worst == null ? List.of() : List.of(Aim.at(worst.worstKind()), new Aim(worst, null));
  }

  /// The one with the most failures of late; null if there is none.
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

  /// An attempt has failed to start.
  ///
  /// @param by whose request may have caused it; null where the target has failed for certain
  /// @param first whether it is the first since a good start
  void runsOn(@Nullable BodyKind by, boolean first) {
    if (by == null) {
      run = null;
    } else if (first) {
      run = Aim.at(by);
    } else if (run != null) {
      run = run.with(by);
    }
  }

  /// An attempt has started well.
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

  /// The aim that the circuit is open to; null: all requests, or none.
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
