package dev.sluice.breaker;

import dev.sluice.call.Call;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whose requests fail a target in a way that may be their own fault. Few are told apart: where
/// many fail it is the target, and the failures of one that is forgotten count against it.
final class Suspects {
  private static final int MOST = 8;

  private final Window starts;
  private final Window ends;
  private final List<Suspect> all = new ArrayList<>();

  /// The one that all failures since the last good start belong to; null if there is none such.
  private @Nullable Suspect run;

  private @Nullable Suspect aimedAt;

  /// @param starts of all requests
  /// @param ends of all requests
  Suspects(Window starts, Window ends) {
    this.starts = starts;
    this.ends = ends;
  }

  /// The one that a failed request belongs to: of those that it looks like the nearest in size.
  Suspect of(Call call) {
    forget();
    Suspect nearest = null;
    for (Suspect one : all) {
      if (one.isLike(call) && (nearest == null || one.smallest() > nearest.smallest())) {
        nearest = one;
      }
    }
    if (nearest == null) {
      return add(call);
    }
    nearest.add(call);
    return nearest;
  }

  private Suspect add(Call call) {
    if (all.size() >= MOST) {
      all.stream().min(Comparator.comparingInt(Suspect::failures)).ifPresent(all::remove);
    }
    var added = new Suspect(call, starts, ends);
    all.add(added);
    return added;
  }

  /// The one with the most failures of late; null if there is none.
  @Nullable Suspect most() {
    Suspect most = null;
    for (int i = 0; i < all.size(); i++) {
      if (most == null || all.get(i).failures() > most.failures()) {
        most = all.get(i);
      }
    }
    return most;
  }

  /// An attempt has failed to start.
  ///
  /// @param by whose request may have caused it; null where the target has failed for certain
  /// @param first whether it is the first since a good start
  void runsOn(@Nullable Suspect by, boolean first) {
    run = first || run == by ? by : null;
  }

  /// An attempt has started well.
  void runEnds() {
    run = null;
  }

  @Nullable Suspect run() {
    return run;
  }

  /// Whose requests the circuit is open to; null: everybody's, or nobody's.
  @Nullable Suspect aimedAt() {
    return aimedAt;
  }

  void aim(@Nullable Suspect at) {
    aimedAt = at;
  }

  /// Forgets what is too old, but not whom the circuit is open to or may be next.
  void forget() {
    if (!all.isEmpty()) {
      all.forEach(one -> one.forget(starts, ends));
      all.removeIf(one -> one.failures() == 0 && one != run && one != aimedAt);
    }
  }
}
