package dev.sluice.breaker;

/// Failures that may be the fault of the requests that met them, counted apart from all others.
final class Failures {
  private final Window starts;
  private final Window ends;

  /// @param starts of all requests
  /// @param ends of all requests
  Failures(Window starts, Window ends) {
    this.starts = starts.part();
    this.ends = ends.part();
  }

  /// @param all what was just told of it
  void failedToStart(Window all) {
    starts.badAsIn(all);
  }

  /// @param all what was just told of it
  void broke(Window all) {
    ends.badAsIn(all);
  }

  /// Those that failed to start.
  Window starts() {
    return starts;
  }

  /// Those that broke after their start.
  Window ends() {
    return ends;
  }

  /// How many there were of late.
  int count() {
    return starts.bad() + ends.bad();
  }

  /// Forgets what the windows of all requests have forgotten.
  void follow(Window allStarts, Window allEnds) {
    starts.follow(allStarts);
    ends.follow(allEnds);
  }
}
