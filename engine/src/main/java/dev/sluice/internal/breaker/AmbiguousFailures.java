package dev.sluice.internal.breaker;

/// Ambiguous failures: those that may be the fault of the requests that met them, counted apart
/// from all others.
final class AmbiguousFailures {
  private final OutcomeWindow starts;
  private final OutcomeWindow ends;

  /// @param starts the starts of all requests
  /// @param ends the ends of all requests
  AmbiguousFailures(OutcomeWindow starts, OutcomeWindow ends) {
    this.starts = starts.part();
    this.ends = ends.part();
  }

  /// @param all the window that has just recorded it
  void failedToStart(OutcomeWindow all) {
    starts.badAsIn(all);
  }

  /// @param all the window of all requests, which has just recorded the failure
  void broke(OutcomeWindow all) {
    ends.badAsIn(all);
  }

  /// Returns the attempts that failed to start.
  OutcomeWindow starts() {
    return starts;
  }

  /// Returns the attempts that broke after their start.
  OutcomeWindow ends() {
    return ends;
  }

  /// Returns how many failures of both kinds lie within the window.
  int count() {
    return starts.bad() + ends.bad();
  }

  /// Forgets what the windows of all requests have forgotten.
  void follow(OutcomeWindow allStarts, OutcomeWindow allEnds) {
    starts.follow(allStarts);
    ends.follow(allEnds);
  }
}
