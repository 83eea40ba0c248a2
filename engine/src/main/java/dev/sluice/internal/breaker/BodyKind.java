package dev.sluice.internal.breaker;

import dev.sluice.call.Call;

/// Bodies of a kind that one suspect's requests have failed with. A body that is too long for a
/// model is so at every larger size, so a body is of the kind if it is at least half as large as
/// the smallest of them. While all have had one body, as the repeats of one request have, that body
/// alone is meant.
final class BodyKind {
  private final Suspect suspect;
  private final AmbiguousFailures failures;
  private final BodyPrint first;
  private int smallest;
  private boolean alike = true;

  BodyKind(Suspect suspect, AmbiguousFailures failures, Call call) {
    this.suspect = suspect;
    this.failures = failures;
    this.first = BodyPrint.of(call.body());
    this.smallest = call.body().size();
  }

  /// Returns the suspect that the bodies belong to.
  public Suspect suspect() {
    return suspect;
  }

  /// Returns the failures of calls with these bodies.
  AmbiguousFailures failures() {
    return failures;
  }

  /// Whether the body of `call` is of the same kind as those that have failed.
  boolean isLike(Call call) {
    return 2L * call.body().size() >= smallest;
  }

  /// Whether what has failed says something about the body of `call`.
  boolean covers(Call call) {
    return isLike(call) && (!alike || first.is(call.body()));
  }

  /// Includes the body of another failed call.
  void add(Call call) {
    smallest = Math.min(smallest, call.body().size());
    alike = alike && first.is(call.body());
  }

  /// Returns the size of the smallest of the bodies, in bytes.
  int smallest() {
    return smallest;
  }

  void failedToStart(OutcomeWindow all) {
    failures.failedToStart(all);
    suspect.failures().failedToStart(all);
  }

  void broke(OutcomeWindow all) {
    failures.broke(all);
    suspect.failures().broke(all);
  }
}
