package dev.sluice.breaker;

import dev.sluice.call.Call;
import dev.sluice.call.Claim;

/// Failures that may be the fault of the requests that met them: of one caller, and with bodies of
/// a kind. What is too long for a model is so at every larger size, so a request is like the failed
/// ones if its body is at least half as large as the smallest of them. While all of them have had
/// one body, as the repeats of one request have, that body alone is suspected.
final class Suspect {
  private final Claim caller;
  private final Window starts;
  private final Window ends;
  private int smallest;
  private final BodyPrint first;
  private boolean alike = true;

  /// @param starts of all requests
  /// @param ends of all requests
  Suspect(Call call, Window starts, Window ends) {
    this.caller = call.claim();
    this.smallest = call.body().size();
    this.first = BodyPrint.of(call.body());
    this.starts = starts.part();
    this.ends = ends.part();
  }

  /// Whether what has failed says something about `call`.
  boolean covers(Call call) {
    return isLike(call) && (!alike || first.is(call.body()));
  }

  /// Whether `call` is of the same kind as those that have failed.
  boolean isLike(Call call) {
    Claim other = call.claim();
    return 2L * call.body().size() >= smallest
        && caller.caller().equals(other.caller())
        && caller.tenant().equals(other.tenant());
  }

  /// One more of them.
  void add(Call call) {
    smallest = Math.min(smallest, call.body().size());
    alike = alike && first.is(call.body());
  }

  /// Those that failed to start, all bad.
  Window starts() {
    return starts;
  }

  /// Those that broke after their start, all bad.
  Window ends() {
    return ends;
  }

  /// The size of the smallest body among them.
  int smallest() {
    return smallest;
  }

  /// How many there were of late.
  int failures() {
    return starts.bad() + ends.bad();
  }

  /// Forgets what the windows of all requests have forgotten.
  void forget(Window allStarts, Window allEnds) {
    starts.follow(allStarts);
    ends.follow(allEnds);
  }
}
