package dev.sluice.call;

import java.util.ArrayList;
import java.util.List;

/// The targets that have failed a call already, so that the next attempt goes elsewhere if it can.
///
/// @param targets as `provider/model`, in the order of the attempts
public record Tried(List<String> targets) {

  /// A call's first attempt.
  public static final Tried NONE = new Tried(List.of());

  public Tried {
    targets = List.copyOf(targets);
  }

  /// These and one more.
  public Tried and(String target) {
    var more = new ArrayList<>(targets);
    more.add(target);
    return new Tried(more);
  }

  /// Whether `target` has failed the call.
  public boolean contains(String target) {
    return targets.contains(target);
  }
}
